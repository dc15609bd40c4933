import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.IRI;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.util.SimpleIRIMapper;

/** Loads an ontology as Protege does: its imports are found by a catalog. Arguments: file, then pairs of IRI and file. */
public class Closure {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        manager.setSilentMissingImportsHandling(false);
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            manager.addIRIMapper(new SimpleIRIMapper(IRI.create(arguments[i]), IRI.create(new File(arguments[i + 1]))));
        }
        OWLOntology loaded = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        for (OWLOntology one : manager.getImportsClosure(loaded)) {
            System.out.println("ontology " + one.getOntologyID().getOntologyIRI() + " " + one.getAxiomCount());
        }
        System.out.println("individuals " + loaded.getIndividualsInSignature().size());
    }
}
