"""Answers worked out by hand from the sources, not copied from output.

G24 is the short paper of Grosse et al. (2024), B22 the commentary on Bieringer et al. (2022). Shares of papers are
divided here, on paper: 2/11 = 18.2 %, 8/11 = 72.7 %, 1/11 = 9.1 %; 5/40 = 12.5 %, 9/40 = 22.5 %, 16/40 = 40 %,
10/40 = 25 %; 12/32 = 37.5 %, 20/32 = 62.5 %.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Row = tuple[str, ...]


@dataclass(frozen=True)
class Golden:
    """Expected rows of some columns, as shown; ``complete`` says that there must be no others and in this order."""

    columns: tuple[str, ...]
    rows: list[Row]
    parameters: dict[str, str] = field(default_factory=dict)
    complete: bool = True


_BY_BIN = (
    "label",
    "papers",
    "of_papers",
    "research_pct",
    "research_status",
    "research_printed",
    "practice_pct",
    "practice_below_pct",
    "practice_status",
    "gap_low_pp",
    "gap_high_pp",
)
_PUB, _EST, _DER, _CUR = "status:published", "status:estimated", "status:derived", "status:curator"
_G24, _B22, _NIST = "study:grosse2024", "study:bieringer2022", "study:nist-ai-100-2"
_SOCIETY = "Sect. 5.2, Regulatory and societal implications"

# G24, Table 3 with its text; 36.5, 15.6, 4.8, 7.4, 1.1, 15.5 are the practice column.
_EVASION_BUDGET = Golden(
    _BY_BIN,
    [
        ("none", "", "11", "", "", "*", "36.5", "", _PUB, "", ""),
        ("<100", "2", "11", "18.2", _PUB, "2", "15.6", "", _PUB, "2.6", "2.6"),
        ("100-1k", "8", "11", "72.7", _PUB, "8", "4.8", "", _PUB, "67.9", "67.9"),
        ("1k-100k", "1", "11", "9.1", _PUB, "1", "7.4", "", _PUB, "1.7", "1.7"),
        (">100k", "0", "11", "0.0", _DER, "—", "1.1", "", _PUB, "-1.1", "-1.1"),
        ("unlimited", "", "11", "", "", "", "15.5", "", _PUB, "", ""),
    ],
    {"attack": "evasion"},
)
_STEALING_BUDGET = Golden(
    _BY_BIN,
    [
        ("none", "", "40", "", "", "—", "36.5", "", _PUB, "", ""),
        ("<100", "5", "40", "12.5", _PUB, "5", "15.6", "", _PUB, "-3.1", "-3.1"),
        ("100-1k", "9", "40", "22.5", _PUB, "9", "4.8", "", _PUB, "17.7", "17.7"),
        ("1k-100k", "16", "40", "40.0", _PUB, "16", "7.4", "", _PUB, "32.6", "32.6"),
        (">100k", "10", "40", "25.0", _PUB, "10", "1.1", "", _PUB, "23.9", "23.9"),
        ("unlimited", "", "40", "", "", "", "15.5", "", _PUB, "", ""),
    ],
    {"attack": "model-stealing"},
)
# G24, Table 2: bounds stay bounds, so the gap is a range: 62.5 - 10.7 = 51.8 to 62.5; 0 - 30.3 to 0.
_BACKDOOR_DATA = Golden(
    _BY_BIN,
    [
        ("none", "", "32", "", "", "—", "30.3", "", _PUB, "", ""),
        ("<10%", "12", "32", "37.5", _PUB, "12", "20.4", "", _PUB, "17.1", "17.1"),
        ("10-30%", "20", "32", "62.5", _PUB, "20", "", "10.7", _EST, "51.8", "62.5"),
        (">30%", "0", "32", "0.0", _PUB, "—", "", "30.3", _EST, "-30.3", "0.0"),
    ],
    {"attack": "backdoor"},
)

# B22, Sect. 5.2.
_TEN = [
    ("Data/Design", "Poisoning"),
    ("Data/Design", "Backdooring"),
    ("Training", "Adversarial initialization"),
    ("Training", "Weight perturbations"),
    ("Model", "Model stealing"),
    ("Model", "Reverse engineering"),
    ("Model", "Membership inference"),
    ("Deployment", "Evasion"),
    ("Deployment", "Adversarial reprogramming"),
    ("Deployment", "Sponge attacks"),
]

_R, _S, _N = "required", "sometimes", "not required"


def _matrix(attack: str, cells: tuple[str, ...], starred: tuple[int, ...] = ()) -> Golden:
    """A row of G24, Table 1; the columns are X,Y | X_t,Y_t | omega | x | y | x_t | F(omega, x)."""
    rows = [
        (f"model:{attack}-grosse2024", str(i), need, "Parameters or outputs" if i in starred else "")
        for i, need in enumerate(cells, 1)
    ]
    return Golden(("model", "position", "need", "one_of"), rows, {"attack": attack}, complete=False)


GOLDEN: dict[str, list[Golden]] = {
    # ATLAS 5.6, read off its YAML by eye and by a script of a few lines that knows nothing of our importer.
    "atlas/techniques": [
        Golden(
            ("tactic", "technique", "label", "parent", "maturity"),
            [("AML.TA0001", "AML.T0043.003", "Manual Modification", "AML.T0043", "realized")],
            {"technique": "AML.T0043.003"},
        ),
        Golden(("tactic",), [("AML.TA0003",), ("AML.TA0006",)], {"technique": "AML.T0020"}),
    ],
    "atlas/mitigations": [
        Golden(
            ("mitigation",),
            [(f"AML.M00{n}",) for n in ("01", "05", "07", "08", "23", "25")],
            {"technique": "AML.T0020"},
        )
    ],
    "atlas/case-studies": [
        Golden(
            ("label", "type", "date", "step", "step_technique"),
            [
                ("Tay Poisoning", "incident", "2016-03-23", "1", "AML.T0047"),
                ("Tay Poisoning", "incident", "2016-03-23", "2", "AML.T0010.002"),
                ("Tay Poisoning", "incident", "2016-03-23", "3", "AML.T0020"),
                ("Tay Poisoning", "incident", "2016-03-23", "4", "AML.T0031"),
            ],
            {"case": "AML.CS0009"},
        )
    ],
    "atlas/techniques-without-case-study": [
        Golden(("technique",), [("AML.T0000.000",), ("AML.T0000.002",), ("AML.T0005.002",)], complete=False)
    ],
    "atlas/techniques-without-mitigation": [
        Golden(("technique",), [("AML.T0000.000",), ("AML.T0000.001",), ("AML.T0001",)], complete=False)
    ],
    "gaps/query-budget": [_EVASION_BUDGET, _STEALING_BUDGET, Golden(("label",), [], {"attack": "sponge"})],
    "gaps/altered-data": [_BACKDOOR_DATA],
    "gaps/by-bin": [
        Golden(_BY_BIN, _EVASION_BUDGET.rows, {"attack": "evasion", "dimension": "query-budget"}),
        Golden(_BY_BIN, _BACKDOOR_DATA.rows, {"attack": "backdoor", "dimension": "altered-data"}),
    ],
    # G24, Sect. 3.1, Fine-tuning: 12 of 32 papers, 48.1 and 24.3 % of participants.
    "gaps/fine-tuning": [
        Golden(
            (*_BY_BIN, "base_status", "base_n"),
            [
                ("no third-party models", "", "32", "", "", "", "24.3", "", _PUB, "", "", "base-status:unknown", ""),
                (
                    "fine-tuned third-party models",
                    "12",
                    "32",
                    "37.5",
                    _PUB,
                    "12 (37.5%)",
                    "48.1",
                    "",
                    _PUB,
                    "-10.6",
                    "-10.6",
                    "base-status:unknown",
                    "",
                ),
            ],
            {"attack": "backdoor"},
        )
    ],
    # G24, Figures 1-3 with their text; 44.5 - 35.3 = 9.2 and 6.6 - 4.7 = 1.9 are derived. A figure that the drawing
    # splits into several classes has none of its own.
    "gaps/access-combinations": [
        Golden(
            ("attack", "share_pct", "status", "standpoint", "access_class"),
            [
                ("attack:backdoor", "6.6", _PUB, "standpoint:outsider", ""),
                ("attack:backdoor", "4.7", _PUB, "standpoint:outsider", "access-class:academic-threat-model"),
                ("attack:backdoor", "1.9", _DER, "standpoint:outsider", "access-class:insufficient-access"),
                ("attack:evasion", "34.6", _PUB, "standpoint:outsider", "access-class:black-box"),
                ("attack:evasion", "4.1", _PUB, "standpoint:outsider", "access-class:white-box"),
                ("attack:model-stealing", "44.5", _PUB, "standpoint:outsider", ""),
                ("attack:model-stealing", "35.3", _PUB, "standpoint:outsider", "access-class:academic-threat-model"),
                ("attack:model-stealing", "4.1", _PUB, "standpoint:outsider", "access-class:obsolete"),
                ("attack:model-stealing", "9.2", _DER, "standpoint:outsider", "access-class:rarely-studied"),
            ],
            complete=False,
        )
    ],
    # From the tables above: certain gaps 67.9, 51.8, 32.6, 23.9, 17.7, 17.1, 10.6, 3.1, 2.6, 1.7, 1.1, and 0 for the
    # bound.
    "gaps/largest": [
        Golden(
            ("attack", "label", "gap_low_pp", "gap_high_pp", "certain_pp"),
            [
                ("attack:evasion", "100-1k", "67.9", "67.9", "67.9"),
                ("attack:backdoor", "10-30%", "51.8", "62.5", "51.8"),
                ("attack:model-stealing", "1k-100k", "32.6", "32.6", "32.6"),
                ("attack:model-stealing", ">100k", "23.9", "23.9", "23.9"),
                ("attack:model-stealing", "100-1k", "17.7", "17.7", "17.7"),
                ("attack:backdoor", "<10%", "17.1", "17.1", "17.1"),
                ("attack:backdoor", "fine-tuned third-party models", "-10.6", "-10.6", "10.6"),
                ("attack:model-stealing", "<100", "-3.1", "-3.1", "3.1"),
                ("attack:evasion", "<100", "2.6", "2.6", "2.6"),
                ("attack:evasion", "1k-100k", "1.7", "1.7", "1.7"),
                ("attack:evasion", ">100k", "-1.1", "-1.1", "1.1"),
                ("attack:backdoor", ">30%", "-30.3", "0.0", "0.0"),
            ],
        )
    ],
    # Sums of Table 3: 15.6 + 4.8 + 7.4 + 1.1 + 15.5 = 44.4, less 15.6 = 28.8, and so on; of Table 2: 10.7 + 30.3 = 41.
    "gaps/reach": [
        Golden(
            ("label", "above_pct", "own_pct", "own_most_pct"),
            [
                ("<100", "28.8", "44.4", "44.4"),
                ("100-1k", "24.0", "28.8", "28.8"),
                ("1k-100k", "16.6", "24.0", "24.0"),
                (">100k", "15.5", "16.6", "16.6"),
                ("unlimited", "0.0", "15.5", "15.5"),
            ],
        ),
        Golden(
            ("label", "above_pct", "own_pct", "own_most_pct"),
            [("<10%", "0.0", "20.4", "61.4"), ("10-30%", "0.0", "0.0", "41.0"), (">30%", "0.0", "0.0", "30.3")],
            {"dimension": "altered-data"},
        ),
    ],
    # (2 x 44.4 + 8 x 28.8 + 1 x 24.0) / 11 = 31.2 and (2 x 28.8 + 8 x 24.0 + 1 x 16.6) / 11 = 24.2;
    # (5 x 44.4 + 9 x 28.8 + 16 x 24.0 + 10 x 16.6) / 40 = 25.8 and with the next bins 19.5; 100 - 80.9 = 19.1;
    # (12 x 61.4 + 20 x 41.0) / 32 = 48.65.
    "gaps/literature-reach": [
        Golden(
            ("attack", "dimension", "papers", "low_pct", "high_pct", "silent_pct"),
            [
                ("attack:backdoor", "dim:altered-data", "32", "0.0", "48.7", ""),
                ("attack:evasion", "dim:query-budget", "11", "24.2", "31.2", "19.1"),
                ("attack:model-stealing", "dim:query-budget", "40", "19.5", "25.8", "19.1"),
            ],
        )
    ],
    "taxonomy/attacks-by-stage": [
        Golden(("stage_label", "label"), _TEN),
        Golden(("label",), [(label,) for stage, label in _TEN if stage == "Model"], {"stage": "model"}),
    ],
    # B22, Sect. 3.2 names the elements that practitioners draw; phases as in Sect. 5.2.
    "taxonomy/stages": [
        Golden(
            ("label", "parent_label"),
            [
                ("Data/Design", ""),
                ("Data collection", "Data/Design"),
                ("Labelling", "Data/Design"),
                ("Preprocessing", "Data/Design"),
                ("Training", ""),
                ("Model training", "Training"),
                ("Validation", "Training"),
                ("Model", ""),
                ("Packaging", "Model"),
                ("Deployment", ""),
                ("Serving", "Deployment"),
                ("Monitoring", "Deployment"),
                ("Feedback", "Deployment"),
            ],
        )
    ],
    "taxonomy/needs": [
        _matrix("backdoor", (_R, _R, _S, _R, _S, _R, _N)),
        _matrix("evasion", (_N, _R, _S, _N, _N, _R, _S), starred=(3, 7)),
        _matrix("model-stealing", (_N, _S, _N, _N, _N, _S, _R)),
        # A variant is listed under the attack it is stated of and under that of the published threat model.
        Golden(
            ("attack", "of_attack", "model", "position", "need"),
            [
                ("attack:evasion", "attack:evasion", "model:evasion-grosse2024", "3", _S),
                ("attack:evasion", "attack:white-box-evasion", "model:evasion-white-box-grosse2024", "3", _R),
                ("attack:evasion", "attack:black-box-evasion", "model:evasion-black-box-grosse2024", "3", _N),
            ],
            {"attack": "evasion"},
            complete=False,
        ),
        Golden(
            ("attack", "model", "access", "need"),
            [
                ("attack:white-box-evasion", "model:evasion-white-box-grosse2024", f"access:{access}", need)
                for access, need in (
                    ("know-training-data", _N),
                    ("know-test-data", _R),
                    ("know-parameters", _R),
                    ("alter-training-samples", _N),
                    ("alter-training-labels", _N),
                    ("alter-test-samples", _R),
                    ("observe-outputs", _S),
                )
            ],
            {"attack": "white-box-evasion"},
        ),
        # Threat-models.ttl: one of three suffices, and three are not required.
        Golden(
            ("access", "need", "one_of"),
            [
                ("access:alter-training-samples", _N, ""),
                ("access:alter-training-labels", _N, ""),
                ("access:alter-test-samples", _N, ""),
                ("access:alter-third-party-model", _S, "Model, code or training process"),
                ("access:alter-source-code", _S, "Model, code or training process"),
                ("access:alter-training-process", _S, "Model, code or training process"),
            ],
            {"attack": "adversarial-initialization"},
        ),
        # The extract of the report links one capability to evasion.
        Golden(
            ("model", "access", "need"),
            [("model:evasion-nist-ai-100-2", "access:alter-test-samples", _R)],
            {"attack": "evasion", "study": "nist-ai-100-2"},
        ),
    ],
    # Read off attacks.ttl; the phases of the steps are inferred.
    "taxonomy/attacks": [
        Golden(
            ("label", "relation", "value", "value_label"),
            [
                ("Feedback poisoning", "acts at", "stage:feedback", "Feedback"),
                ("Feedback poisoning", "acts at", "stage:deployment", "Deployment"),
                ("Feedback poisoning", "special form of", "attack:poisoning", "Poisoning"),
            ],
            {"attack": "feedback-poisoning"},
            complete=False,
        ),
        Golden(
            ("attack", "value"),
            [
                ("attack:memory-poisoning", "attack:agent-context-poisoning"),
                ("attack:thread-poisoning", "attack:agent-context-poisoning"),
                ("attack:clean-label-backdoor", "attack:backdoor-poisoning"),
                ("attack:resource-intensive-prompts", "attack:sponge"),
            ],
            {"relation": "special form of"},
            complete=False,
        ),
        Golden(
            ("relation", "value"),
            [
                ("grouped under", "stage:deployment"),
                ("acts at", "stage:deployment"),
                ("takes effect at", "stage:deployment"),
                ("violates", "objective:availability"),
                ("counts as", "concern:aml"),
                ("targets", "asset:serving-infrastructure"),
            ],
            {"attack": "sponge"},
            complete=False,
        ),
    ],
    "taxonomy/subtree": [
        Golden(
            ("attack", "parent", "depth"),
            [
                ("attack:evasion", "", "0"),
                ("attack:adversarial-patch", "attack:evasion", "1"),
                ("attack:black-box-evasion", "attack:evasion", "1"),
                ("attack:manual-evasion", "attack:evasion", "1"),
                ("attack:physical-evasion", "attack:evasion", "1"),
                ("attack:problem-space-evasion", "attack:evasion", "1"),
                ("attack:universal-perturbation", "attack:evasion", "1"),
                ("attack:white-box-evasion", "attack:evasion", "1"),
                ("attack:decision-based-evasion", "attack:black-box-evasion", "2"),
                ("attack:score-based-evasion", "attack:black-box-evasion", "2"),
                ("attack:transfer-evasion", "attack:black-box-evasion", "2"),
            ],
            {"root": "evasion"},
        ),
        Golden(("attack", "depth"), [("attack:poisoning", "0"), ("attack:sponge", "0")], complete=False),
    ],
    # G24, Table 1: F(omega, x) is required for stealing, where omega is not; for evasion omega is "sometimes".
    "taxonomy/attacks-by-access": [
        Golden(
            ("attack", "model", "need"),
            [
                ("attack:black-box-evasion", "model:evasion-black-box-grosse2024", "required"),
                ("attack:model-stealing", "model:model-stealing-grosse2024", "required"),
                ("attack:output-only-model-stealing", "model:model-stealing-output-only-grosse2024", "required"),
                ("attack:query-based-model-stealing", "model:model-stealing-query-based-grosse2024", "required"),
            ],
            {"capability": "observe-outputs", "without": "know-parameters"},
            complete=False,
        ),
        # x is required for a backdoor, where omega is "sometimes": nobody may claim it does without.
        Golden(("attack",), [], {"capability": "alter-training-samples", "without": "know-parameters"}),
        Golden(
            ("model", "need"),
            [
                ("model:backdoor-grosse2024", "required"),
                ("model:backdoor-trigger-less-grosse2024", "required"),
            ],
            {"capability": "alter-training-samples", "without": "observe-outputs"},
            complete=False,
        ),
    ],
    "taxonomy/attack-facts": [
        Golden(
            ("property", "value"),
            [
                ("praxis:strikesAt", "stage:data-design"),
                ("praxis:actsAt", "stage:data-design"),
                ("praxis:actsAt", "stage:deployment"),
                ("praxis:hasObjective", "objective:integrity"),
            ],
            {"attack": "backdoor"},
            complete=False,
        ),
        Golden(
            ("property", "source", "locator", "status"),
            [
                ("praxis:formalProblem", "work:bieringer2022-commentary", "Commentary, Sect. 5.1", _PUB),
            ],
            {"attack": "evasion"},
            complete=False,
        ),
    ],
    "evidence/studies": [
        Golden(
            ("study", "type", "source_type"),
            [
                ("study:grosse2024", "praxis:PractitionerSurvey", ""),
                ("study:bieringer2022", "praxis:InterviewStudy", "secondary"),
                ("study:cina2023", "praxis:LiteratureSurvey", ""),
                ("study:mahmood2021", "praxis:LiteratureSurvey", ""),
                ("study:oliynyk2023", "praxis:LiteratureSurvey", ""),
            ],
            complete=False,
        )
    ],
    # G24, Sect. 2.1 says what a backdoor is and Sect. 5.1 what should be done; the commentary on B22, Sect. 9, how one
    # gets in.
    "evidence/claims": [
        Golden(
            ("kind", "study", "source_type"),
            [
                ("claim-kind:definition", "study:grosse2024", ""),
                ("claim-kind:recommendation", "study:grosse2024", ""),
                ("claim-kind:mechanism", "study:bieringer2022", "secondary"),
            ],
            {"attack": "backdoor"},
            complete=False,
        )
    ],
    # G24, Table 3: 8 of the papers on evasion need 100 to 1,000 queries.
    "evidence/thing": [
        Golden(
            ("property", "value", "value_label"),
            [
                ("praxis:count", "8", ""),
                ("praxis:bin", "bin:queries-100-1k", "100-1k"),
                ("praxis:status", "status:published", "Published"),
            ],
            {"thing": "obs:grosse2024-table3-evasion-100-1k"},
            complete=False,
        )
    ],
    # G24: Sect. 2.3; Table 2; Table 3 (a star is kept as printed and has no number).
    "evidence/statements": [
        Golden(
            ("printed", "number", "unit", "status", "base_n", "base_status"),
            [
                ("76%", "76", "%", _PUB, "271", "base-status:stated"),
                ("* <10.7%", "10.7", "% at most", _EST, "271", "base-status:inferred"),
                ("*", "", "", _PUB, "11", "base-status:inferred"),
            ],
            {"study": "grosse2024"},
            complete=False,
        )
    ],
    # G24, Table 3: 2 + 8 + 1 = 11 and 5 + 9 + 16 + 10 = 40.
    "evidence/totals": [
        Golden(
            ("attack", "total", "sum_of_bins"),
            [
                ("attack:evasion", "11", "11"),
                ("attack:model-stealing", "40", "40"),
            ],
        )
    ],
    # G24: the starred figures of Table 2; 42/271 = 15.5 and 43/271 = 15.9, so nothing gives 15.6.
    # Read off the headers; the 14 statements are the 8 of the header and the 6 of the study, counted in the file.
    "evidence/modules": [
        Golden(
            ("module", "label", "status", "version", "sources", "licence"),
            [
                (
                    "https://w3id.org/threatpraxis/module/atlas",
                    "MITRE ATLAS",
                    "status:official",
                    "5.6.0",
                    "1",
                    "https://www.apache.org/licenses/LICENSE-2.0",
                ),
                (
                    "https://w3id.org/threatpraxis/module/literature/benchmarks",
                    "Default budgets of benchmarks",
                    _PUB,
                    "0.1.0",
                    "3",
                    "https://creativecommons.org/licenses/by/4.0/",
                ),
                (
                    "https://w3id.org/threatpraxis/module/vocab",
                    "Borrowed terms",
                    "",
                    "0.1.0",
                    "0",
                    "https://creativecommons.org/licenses/by/4.0/",
                ),
            ],
            complete=False,
        ),
        Golden(
            ("module", "triples"),
            [("https://w3id.org/threatpraxis/module/literature/nist-ai-100-2", "16")],
            complete=False,
        ),
    ],
    "evidence/estimates": [
        Golden(
            ("printed", "reason"),
            [
                ("* <30.3%", "estimated by the source"),
                ("* <10.7%", "estimated by the source"),
                ("15.6%", "no whole number of people gives this share"),
                ("48.1%", "base unknown"),
            ],
            complete=False,
        )
    ],
    # G24, Sect. 3.2: 8.9 % of public models with unlimited queries against 7.7 % public models; 1.8 against 1.1.
    "evidence/conflicts": [
        Golden(
            ("printed", "other_printed"),
            [("8.9%", "7.7%"), ("1.8%", "1.1%"), ("4.1%", "8.9%")],
            complete=False,
        )
    ],
    # Papers: rows of Table IV of Apruzzese et al. 59/88 = 67.0, 7/88 = 8.0, 22/88 = 25.0. Attention: 46/88 = 52.3,
    # 18/88 = 20.5, 16/88 = 18.2, 8/88 = 9.1; of 28 organisations 2 = 7.1, 3 = 10.7, 6 = 21.4, 10 + 4 = 14 = 50.0;
    # of 17 incidents 6 = 35.3, 1 = 5.9, 2 = 11.8; of 40 exercises 12 = 30.0, 4 = 10.0, 5 = 12.5, 2 = 5.0.
    "evidence/papers": [
        Golden(
            ("paper", "focus", "data", "parameters", "output", "training_data"),
            [
                ("work:apruzzese2023-batina2019csi", "attack", "image", "none", "probabilities", "none"),
                ("work:apruzzese2023-jia2021entangled", "defence", "audio, image", "partial", "label", "has a part"),
            ],
            {"attack": "model-stealing"},
            complete=False,
        )
    ],
    "gaps/knowledge-assumed": [
        Golden(
            ("access", "side", "answer", "count", "pct", "of_n"),
            [
                ("access:know-parameters", "research", "none", "59", "67.0", "88"),
                ("access:know-parameters", "research", "partial", "7", "8.0", "88"),
                ("access:know-parameters", "research", "full", "22", "25.0", "88"),
                ("access:know-parameters", "practice", "not accessible", "", "49.8", "271"),
                ("access:know-training-data", "practice", "access control", "", "34.4", "212"),
                ("access:observe-outputs", "practice", "public", "", "19.2", "271"),
            ],
            complete=False,
        )
    ],
    "gaps/attention": [
        Golden(
            (
                "attack",
                "papers_pct",
                "organisations",
                "organisations_pct",
                "incidents_pct",
                "exercises_pct",
                "art",
                "cleverhans",
            ),
            [
                ("attack:adversarial-reprogramming", "", "0", "0.0", "", "", "", ""),
                ("attack:evasion", "52.3", "2", "7.1", "35.3", "30.0", "47", "19"),
                ("attack:membership-inference", "18.2", "3", "10.7", "0.0", "0.0", "3", ""),
                ("attack:model-stealing", "9.1", "6", "21.4", "5.9", "10.0", "3", ""),
                ("attack:poisoning", "20.5", "14", "50.0", "11.8", "12.5", "15", ""),
                ("attack:sponge", "", "", "", "0.0", "5.0", "", ""),
                # 4/28 = 14.3; ART files 6, 1 and 1 attacks under these.
                ("attack:attribute-inference", "", "", "", "", "", "6", ""),
                ("attack:data-reconstruction", "", "", "", "", "", "1", ""),
                ("attack:model-inversion", "", "4", "14.3", "", "", "1", ""),
            ],
            complete=False,
        )
    ],
    # The bases as the studies state them; the table of top attacks states none, so 28 is inferred there.
    "gaps/attention-columns": [
        Golden(
            ("column", "base_n", "base_status", "study", "locator"),
            [
                ("papers", "88", "base-status:stated", "study:apruzzese2023", "Table IV"),
                ("organisations", "28", "base-status:inferred", "study:kumar2020", "Table V"),
                ("incidents", "17", "base-status:stated", "study:atlas-case-studies", "steps of the case studies"),
                ("exercises", "40", "base-status:stated", "study:atlas-case-studies", "steps of the case studies"),
                ("avid_reports", "1745", "base-status:inferred", "study:avid", "sep_view"),
                ("avid_vulnerabilities", "40", "base-status:inferred", "study:avid", "sep_view"),
                ("art", "76", "base-status:inferred", "study:art-coverage", "source tree"),
                ("cleverhans", "19", "base-status:inferred", "study:cleverhans-coverage", "source tree"),
            ],
        )
    ],
    # Configuration files, counted by attack, data set and value. BackdoorBench: 0.0012 and 0.05 once, 0.1 13 times,
    # 0.2 once; BlackboxBench: 1000 twice, 10000 21 times; model-extraction-benchmark: 1000, 10000 4 times, 20000
    # 8 times, 100000 6 times. 2/16 = 12.5, 14/16 = 87.5, 2/23 = 8.7, 21/23 = 91.3, 4/22 = 18.2, 18/22 = 81.8.
    "gaps/benchmarks": [
        Golden(
            ("attack", "suite", "bin_label", "settings", "of_settings", "settings_pct", "least", "most"),
            [
                ("attack:backdoor", "study:backdoorbench", "<10%", "2", "16", "12.5", "0.0012", "0.05"),
                ("attack:backdoor", "study:backdoorbench", "10-30%", "14", "16", "87.5", "0.1", "0.2"),
                ("attack:evasion", "study:blackboxbench", "100-1k", "2", "23", "8.7", "1000", "1000"),
                ("attack:evasion", "study:blackboxbench", "1k-100k", "21", "23", "91.3", "10000", "10000"),
                (
                    "attack:model-stealing",
                    "study:model-extraction-benchmark",
                    "100-1k",
                    "4",
                    "22",
                    "18.2",
                    "1000",
                    "1000",
                ),
                (
                    "attack:model-stealing",
                    "study:model-extraction-benchmark",
                    "1k-100k",
                    "18",
                    "22",
                    "81.8",
                    "10000",
                    "100000",
                ),
            ],
        ),
        Golden(("suite",), [], {"attack": "sponge"}),
    ],
    # Boenisch et al., Fig. 9a, measured: bars of each attack add up to 83. 32/83 = 38.6, 42/83 = 50.6, 9/83 = 10.8,
    # 34/83 = 41.0, 38/83 = 45.8, 11/83 = 13.3, 37/83 = 44.6, 14/83 = 16.9.
    "gaps/awareness": [
        Golden(
            ("asked_label", "attack", "answer_label", "count", "pct"),
            [
                ("Inversion", "", "unfamiliar", "32", "38.6"),
                ("Inversion", "", "familiar only", "42", "50.6"),
                ("Inversion", "", "implemented or used", "9", "10.8"),
                ("Impersonation", "", "unfamiliar", "38", "45.8"),
                ("Impersonation", "", "familiar only", "34", "41.0"),
                ("Impersonation", "", "implemented or used", "11", "13.3"),
                ("Poisoning", "attack:poisoning", "unfamiliar", "34", "41.0"),
                ("Poisoning", "attack:poisoning", "familiar only", "38", "45.8"),
                ("Poisoning", "attack:poisoning", "implemented or used", "11", "13.3"),
                ("Evasion", "attack:evasion", "unfamiliar", "37", "44.6"),
                ("Evasion", "attack:evasion", "familiar only", "32", "38.6"),
                ("Evasion", "attack:evasion", "implemented or used", "14", "16.9"),
            ],
        )
    ],
    # G24, Tables 2 and 3 with the text beside them: a star is a mark and no count, 15.6 fits no k / 271, a bound is no
    # share.
    "gaps/figures": [
        Golden(
            (
                "side",
                "bin_label",
                "count",
                "share_pct",
                "bound_pct",
                "printed",
                "base_n",
                "base_status",
                "reproducible",
            ),
            [
                ("practice", "none", "", "36.5", "", "36.5%", "271", "base-status:inferred", "true"),
                ("practice", "<100", "", "15.6", "", "15.6%", "271", "base-status:inferred", "false"),
                ("research", "none", "", "", "", "*", "11", "base-status:inferred", ""),
                ("research", "100-1k", "8", "", "", "8", "11", "base-status:inferred", ""),
                ("research", ">100k", "0", "", "", "—", "11", "base-status:inferred", ""),
            ],
            {"attack": "evasion", "dimension": "query-budget"},
            complete=False,
        ),
        Golden(
            ("bin_label", "bound_pct", "status", "qualifier", "survey_question"),
            [
                ("10-30%", "10.7", _EST, "qualifier:upper-bound", "Q28"),
                (">30%", "30.3", _EST, "qualifier:upper-bound", "Q28"),
            ],
            {"attack": "backdoor", "dimension": "altered-data"},
            complete=False,
        ),
        Golden(("observation",), [], {"attack": "sponge"}),
    ],
    # DOI and arXiv id as the publisher and arXiv print them; the commentary is where the interview study was read.
    # G24, Table 2 with its footnote: the two starred rows are bounds that the authors estimated.
    "evidence/not-published": [
        Golden(
            ("study", "printed"),
            [("study:grosse2024", "* <10.7%"), ("study:grosse2024", "* <30.3%")],
            {"status": "estimated"},
        ),
        Golden(
            ("study", "thing"),
            [("work:threatpraxis", "model:adversarial-patch-curator")],
            {"status": "curator"},
            complete=False,
        ),
    ],
    # G24, Table 3 gives 8 papers and the text no base for them: 2 + 8 + 1 = 11 is read from the column; 48.1 % fits no
    # whole number of the 271.
    "evidence/bases": [
        Golden(
            ("printed", "base_status", "n"),
            [("8", "base-status:inferred", "11"), ("48.1%", "base-status:unknown", "")],
            {"study": "grosse2024"},
            complete=False,
        )
    ],
    # B22 by the commentary, Sect. 5.2, against the two stages of NIST AI 100-2, Sect. 2.1 (training, deployment).
    "evidence/disagreements": [
        Golden(
            ("attack", "about", "one_says", "one_study", "other_says", "other_study"),
            [
                (
                    "attack:membership-inference",
                    "stage",
                    "Model",
                    "study:bieringer2022",
                    "Deployment",
                    "study:nist-ai-100-2",
                ),
                ("attack:model-stealing", "stage", "Model", "study:bieringer2022", "Deployment", "study:nist-ai-100-2"),
                ("attack:poisoning", "stage", "Data/Design", "study:bieringer2022", "Training", "study:nist-ai-100-2"),
            ],
        )
    ],
    # B22 was not read itself, only the commentary on it.
    "evidence/secondary": [
        Golden(
            ("thing", "read_in"),
            [
                ("study:bieringer2022", "work:bieringer2022-commentary"),
                ("placement:pipeline-2022-sponge", "work:bieringer2022-commentary"),
            ],
            {"study": "bieringer2022"},
            complete=False,
        )
    ],
    # Apruzzese et al., Table IV, prints number and title of a reference and no identifier.
    "evidence/unseen": [
        Golden(
            ("work", "year", "study", "locator"),
            [("work:apruzzese2023-abdelnabi2021adversarial", "2021", "study:apruzzese2023", "Table IV, reference 182")],
            {"study": "apruzzese2023"},
            complete=False,
        )
    ],
    # By the definitions: a backdoor acts at the data and on the deployed system, and comes by three supplies.
    "evidence/classes": [
        Golden(
            ("thing", "class", "how", "property", "value"),
            [
                ("attack:backdoor", "praxis:Attack", "stated", "", ""),
                ("attack:backdoor", "praxis:TestTimeAttack", "inferred", "praxis:actsAt", "stage:deployment"),
                ("attack:backdoor", "praxis:TrainingTimeAttack", "inferred", "praxis:actsAt", "stage:data-design"),
                (
                    "attack:backdoor",
                    "praxis:SupplyChainAttack",
                    "inferred",
                    "praxis:viaChannel",
                    "channel:third-party-model",
                ),
            ],
            {"attack": "backdoor"},
            complete=False,
        ),
        Golden(
            ("class", "how", "property", "value"),
            [
                ("praxis:BlackBoxThreatModel", "inferred", "praxis:doesNotRequire", "access:know-parameters"),
            ],
            {"attack": "model-stealing"},
            complete=False,
        ),
    ],
    "evidence/works": [
        Golden(
            ("relation", "work", "authors", "year", "pages", "doi", "arxiv"),
            [
                (
                    "printed in",
                    "work:oliynyk2023",
                    "Oliynyk, Mayer, Rauber",
                    "2023",
                    "1-41",
                    "10.1145/3595292",
                    "2206.08451",
                ),
            ],
            {"study": "oliynyk2023"},
        ),
        Golden(
            ("relation", "work"),
            [("printed in", "work:bieringer2022"), ("read in", "work:bieringer2022-commentary")],
            {"study": "bieringer2022"},
        ),
    ],
}

# Read off ontology/mappings/*.sssom.tsv, with mitigations and case studies counted in the YAML of ATLAS 5.6 by a
# script of a few lines that knows nothing of our importer.
_CURATOR, _MANUAL = "status:curator", "semapv:ManualMappingCuration"
_NIST_VERSION = "E2025, errata of 2025-06-03"
_OF_STEALING = [
    ("technique", "AML.T0024.002", "AML.T0024.002", "close match"),
    ("technique", "AML.T0048.004", "AML.T0048.004", "related match"),
    ("mitigation", "AML.M0002", "AML.T0024.002", "close match"),
    ("mitigation", "AML.M0004", "AML.T0024.002", "close match"),
    ("mitigation", "AML.M0005", "AML.T0048.004", "related match"),
    ("mitigation", "AML.M0012", "AML.T0048.004", "related match"),
    ("mitigation", "AML.M0017", "AML.T0048.004", "related match"),
    ("mitigation", "AML.M0024", "AML.T0024.002", "close match"),
    ("case study", "AML.CS0005", "AML.T0048.004", "related match"),
    ("case study", "AML.CS0018", "AML.T0048.004", "related match"),
    ("case study", "AML.CS0027", "AML.T0048.004", "related match"),
    ("case study", "AML.CS0028", "AML.T0048.004", "related match"),
    ("case study", "AML.CS0056", "AML.T0024.002", "close match"),
    ("case study", "AML.CS0056", "AML.T0048.004", "related match"),
]
GOLDEN |= {
    "crosswalks/counterparts": [
        Golden(
            (
                "catalogue",
                "version",
                "predicate_label",
                "id",
                "label",
                "confidence",
                "justification",
                "status",
                "our_version",
            ),
            [
                (
                    "scheme:atlas",
                    "5.6.1",
                    "close match",
                    "AML.T0034.001",
                    "Resource-Intensive Queries",
                    "0.70",
                    _MANUAL,
                    _CURATOR,
                    "0.1.0",
                ),
                (
                    "scheme:atlas",
                    "5.6.1",
                    "related match",
                    "AML.T0029",
                    "Denial of AI Service",
                    "0.60",
                    _MANUAL,
                    _CURATOR,
                    "0.1.0",
                ),
                (
                    "scheme:atlas",
                    "5.6.1",
                    "related match",
                    "AML.T0034",
                    "Cost Harvesting",
                    "0.60",
                    _MANUAL,
                    _CURATOR,
                    "0.1.0",
                ),
                (
                    "scheme:nistaml",
                    _NIST_VERSION,
                    "close match",
                    "NISTAML.014",
                    "Energy-latency",
                    "0.90",
                    _MANUAL,
                    _CURATOR,
                    "0.1.0",
                ),
                ("scheme:owasp-ml-2023", "2023", "mapping relation", "", "", "0.70", _MANUAL, _CURATOR, "0.1.0"),
                (
                    "scheme:owasp-llm-2025",
                    "2025",
                    "broad match",
                    "LLM10:2025",
                    "Unbounded Consumption",
                    "0.80",
                    _MANUAL,
                    _CURATOR,
                    "0.1.0",
                ),
                (
                    "scheme:owasp-llm-2026",
                    "2026",
                    "broad match",
                    "LLM06:2026",
                    "Unbounded Consumption",
                    "0.80",
                    _MANUAL,
                    _CURATOR,
                    "0.1.0",
                ),
            ],
            {"attack": "sponge"},
        ),
        Golden(
            ("catalogue", "predicate_label", "entry", "id"),
            [("scheme:owasp-ml-2023", "mapping relation", "", "")],
            {"attack": "adversarial-initialization", "catalogue": "owasp-ml-2023"},
        ),
    ],
    "crosswalks/entries": [
        Golden(
            ("id", "attack", "predicate_label", "confidence"),
            [("ML09:2023", "attack:output-tampering", "close match", "0.90")],
            {"catalogue": "owasp-ml-2023", "id": "ML09:2023"},
        ),
        Golden(("id", "label", "attack"), [("NISTAML.04", "Misuse Violations", "")], {"id": "NISTAML.04"}),
    ],
    "crosswalks/entries-without-attack": [
        Golden(("id",), [], {"catalogue": "owasp-ml-2023"}),
        Golden(
            ("id", "label", "part_mapped"),
            [
                ("NISTAML.01", "Availability Violations", "yes"),
                ("NISTAML.02", "Integrity Violations", "yes"),
                ("NISTAML.03", "Privacy Compromises", "yes"),
                ("NISTAML.04", "Misuse Violations", "yes"),
                ("NISTAML.05", "Supply Chain Attacks", "yes"),
            ],
            {"catalogue": "nistaml"},
        ),
    ],
    "crosswalks/atlas-techniques-without-attack": [
        Golden(("id", "part_mapped"), [("AML.T0000", ""), ("AML.T0008", "yes"), ("AML.T0048", "yes")], complete=False),
    ],
    "crosswalks/attacks-no-catalogue-names": [
        Golden(
            ("attack", "related", "catalogues"),
            [
                ("attack:adversarial-initialization", "0", "5"),
                ("attack:adversarial-reprogramming", "0", "5"),
                # Related to AML.T0018, NISTAML.011 and ML10:2023, and to nothing else.
                ("attack:data-ordering", "3", "5"),
                ("attack:bit-flip", "4", "5"),
            ],
            complete=False,
        )
    ],
    "crosswalks/atlas-of-attack": [
        Golden(("kind", "id", "via", "predicate_label"), _OF_STEALING, {"attack": "model-stealing"}),
        Golden(("id",), [], {"attack": "adversarial-initialization"}),
    ],
}

# Systems: ontology/profiles/examples.ttl; needs: threat-models.ttl, both read by eye. For evasion, G24, Table 1,
# requires to know test data, to alter test samples, and parameters or outputs; NIST to alter test samples.
_DETECTOR = {"profile": "malware-detector", "standpoint": "outsider", "attack": "evasion"}
GOLDEN |= {
    "exposure/levels": [
        Golden(
            ("kind", "thing", "rank"),
            [
                ("level", "level:unknown", ""),
                ("level", "level:public", "0"),
                ("level", "level:access-control", "1"),
                ("level", "level:none", "2"),
                ("level", "level:absent", "3"),
                ("standpoint", "standpoint:not-stated", ""),
                ("standpoint", "standpoint:outsider", "0"),
                ("standpoint", "standpoint:client", "1"),
                ("standpoint", "standpoint:insider", "2"),
            ],
        )
    ],
    "exposure/stages": [
        Golden(
            ("stage", "phase", "control"),
            [
                ("stage:data-collection", "stage:data-design", ""),
                ("stage:labelling", "stage:data-design", ""),
                ("stage:preprocessing", "stage:data-design", ""),
                ("stage:model-training", "stage:training", "defence:adversarial-training"),
                ("stage:validation", "stage:training", ""),
                ("stage:packaging", "stage:model", ""),
                ("stage:serving", "stage:deployment", "defence:robust-serving-api"),
                ("stage:monitoring", "stage:deployment", "defence:output-monitoring"),
                ("stage:feedback", "stage:deployment", ""),
            ],
        )
    ],
    "exposure/questions": [
        Golden(
            ("question", "code", "answer_label", "bin"),
            [
                ("question:model-parameters", "none", "Nobody outside the organisation", "bin:model-access-none"),
                ("question:query-limit", "lt-100", "Fewer than 100", "bin:queries-lt-100"),
                ("question:third-party-models", "none", "No, we train from scratch", "bin:third-party-none"),
                ("question:code", "none", "Nobody outside the organisation", ""),
            ],
            complete=False,
        )
    ],
    "exposure/grants": [
        Golden(
            ("holder", "level"),
            [
                ("answer:model-parameters-absent", "level:absent"),
                ("answer:model-parameters-access-control", "level:access-control"),
                ("answer:model-parameters-none", "level:none"),
                ("answer:model-parameters-public", "level:public"),
            ],
            {"access": "know-parameters"},
        ),
        # G24, Table 3: the budgets of its bins.
        Golden(
            ("holder", "level", "bin_least", "bin_most"),
            [
                ("answer:query-limit-lt-100", "", "", "100"),
                ("answer:query-limit-1k-100k", "", "1000", "100000"),
                ("answer:query-limit-unlimited", "", "", ""),
            ],
            {"access": "query-model"},
            complete=False,
        ),
    ],
    "exposure/accesses": [
        Golden(
            ("relation", "other"),
            [
                ("confers", "access:know-architecture"),
                ("confers", "access:observe-outputs"),
                ("confers", "access:query-model"),
            ],
            {"access": "know-parameters"},
        ),
        Golden(("relation", "other"), [("", "")], {"access": "read-system-prompt"}),
    ],
    "exposure/requirements": [
        Golden(
            ("model", "need", "access", "alternative", "status"),
            [
                ("model:evasion-grosse2024", "requires", "access:know-test-data", "", _PUB),
                ("model:evasion-grosse2024", "requires", "access:alter-test-samples", "", _PUB),
                ("model:evasion-grosse2024", "one of", "access:know-parameters", "alt:evasion-grosse2024", _PUB),
                ("model:evasion-grosse2024", "one of", "access:observe-outputs", "alt:evasion-grosse2024", _PUB),
                ("model:evasion-grosse2024", "does without", "access:know-training-data", "", _PUB),
            ],
            {"attack": "evasion"},
            complete=False,
        ),
        Golden(("model",), [], {"attack": "model-file-theft"}),
    ],
    "exposure/attacks": [
        Golden(
            ("relation", "other"),
            [
                ("is", ""),
                ("concern", "concern:aml"),
                ("has objective", "objective:model-confidentiality"),
                ("sub-attack of", "attack:model-stealing"),
                ("yields", "access:know-parameters"),
            ],
            {"attack": "output-only-model-stealing"},
            complete=False,
        )
    ],
    # G24, Sect. 3.1: Q23 with 57.1, 34.4 and 8.5 %. Table 3 for Q33; nobody is asked to grant no queries at all.
    "exposure/same-answer": [
        Golden(
            ("code", "said", "share_pct", "n"),
            [
                ("public", "public", "8.5", "212"),
                ("access-control", "access control", "34.4", "212"),
                ("none", "not accessible", "57.1", "212"),
            ],
            {"question": "training-data"},
        ),
        Golden(
            ("code", "said", "share_pct"),
            [
                ("lt-100", "<100", "15.6"),
                ("100-1k", "100-1k", "4.8"),
                ("1k-100k", "1k-100k", "7.4"),
                ("gt-100k", ">100k", "1.1"),
                ("unlimited", "unlimited", "15.5"),
            ],
            {"question": "query-limit"},
        ),
    ],
    # G24, Figure 1; the difference of the two is derived and left out.
    "exposure/figures": [
        Golden(
            ("observation", "share", "n", "relation", "other"),
            [
                (
                    "obs:grosse2024-fig1-training-and-test-data",
                    "4.7",
                    "271",
                    "with answer",
                    "bin:test-data-access-public",
                ),
                (
                    "obs:grosse2024-fig1-training-and-test-data",
                    "4.7",
                    "271",
                    "with answer",
                    "bin:training-data-access-public",
                ),
                ("obs:grosse2024-fig1-training-data", "6.6", "271", "with answer", "bin:training-data-access-public"),
            ],
            {"attack": "backdoor"},
        )
    ],
    # Table IV of the 88-paper study, reference 158: parameters none, output probability, training data none.
    "exposure/papers": [
        Golden(
            ("paper", "dimension", "access"),
            [
                ("work:apruzzese2023-salem2019ml", "dim:apruzzese2023-output", "access:observe-scores"),
                ("work:apruzzese2023-salem2019ml", "dim:apruzzese2023-parameters", ""),
                ("work:apruzzese2023-salem2019ml", "dim:apruzzese2023-training-data", ""),
            ],
            {"attack": "membership-inference"},
            complete=False,
        )
    ],
    "exposure/controls": [
        Golden(
            ("control", "control_label"),
            [("defence:robust-serving-api", "Robust serving API")],
            {"attack": "query-flooding"},
            complete=False,
        ),
    ],
    "exposure/profiles": [
        Golden(
            ("profile", "standpoint", "answer", "source"),
            [
                (
                    "profile:credit-scoring",
                    "standpoint:client",
                    "answer:training-data-changes-access-control",
                    "study:bieringer2022",
                ),
                ("profile:image-api", "standpoint:outsider", "answer:queries-public", ""),
            ],
            complete=False,
        )
    ],
    "exposure/feasible": [
        Golden(
            ("model", "verdict", "open"),
            [("model:evasion-grosse2024", "blocked", ""), ("model:evasion-nist-ai-100-2", "feasible", "")],
            _DETECTOR,
        ),
        Golden(
            ("model", "verdict", "refused", "open"),
            [("model:backdoor-poisoning-nist-ai-100-2", "feasible-indirectly", "", "Alter training samples")],
            {"profile": "image-api", "standpoint": "outsider", "attack": "backdoor-poisoning"},
        ),
    ],
    "exposure/cut": [
        Golden(
            ("model", "change"),
            [
                ("model:evasion-grosse2024", "access:alter-test-samples"),
                ("model:evasion-nist-ai-100-2", "access:alter-test-samples"),
            ],
            _DETECTOR,
        )
    ],
    # B22, Sect. 7, and the title of the NIST framework; G24, Sect. 1, 5.2 and 7. The links to questions are ours.
    "evidence/frameworks": [
        Golden(
            ("kind", "claim", "status", "study", "locator", "shown_by", "shown_status"),
            [
                ("Demand", "claim:nist-ai-rmf-risk-management", _PUB, "work:nist-ai-rmf", "Title", question, _CUR)
                for question in ("exposure/controls", "exposure/cut")
            ]
            + [
                (
                    "Finding",
                    "claim:bieringer2022-rec-atlas",
                    _PUB,
                    "study:bieringer2022",
                    "Commentary, Sect. 9",
                    "",
                    "",
                ),
                (
                    "Implication",
                    "claim:bieringer2022-implication-standards",
                    _PUB,
                    "study:bieringer2022",
                    "Commentary, Sect. 4",
                    "",
                    "",
                ),
            ],
            {"framework": "nist-ai-rmf"},
        ),
        Golden(
            ("kind", "claim", "study", "locator", "shown_by"),
            [
                ("Demand", "claim:eu-ai-act-assessment", _G24, "Sect. 1, Contributions; Sect. 7", "exposure/feasible"),
                ("Demand", "claim:eu-ai-act-assessment", _G24, "Sect. 1, Contributions; Sect. 7", "taxonomy/needs"),
                ("Demand", "claim:eu-ai-act-risk-management", _B22, "Commentary, Sect. 7", "exposure/controls"),
                ("Demand", "claim:eu-ai-act-risk-management", _B22, "Commentary, Sect. 7", "exposure/cut"),
                ("Demand", "claim:eu-ai-act-training-data", _G24, _SOCIETY, "gaps/altered-data"),
                ("Demand", "claim:eu-ai-act-training-data", _G24, _SOCIETY, "taxonomy/attacks-by-access"),
                ("Implication", "claim:grosse2024-imp-regulation", _G24, f"{_SOCIETY}; Sect. 1; Sect. 7", ""),
                ("Outlook", "claim:bieringer2022-outlook-regulation", _B22, "Commentary, Sect. 7", ""),
            ],
            {"framework": "eu-ai-act"},
        ),
    ],
    # G24, Table 1, row evasion, against the one capability that the extract of NIST AI 100-2 links to evasion.
    "evidence/needs-compared": [
        Golden(
            ("access", "comparison", "study", "need", "other_study", "other_need"),
            [
                ("access:alter-test-samples", "agree", _G24, _R, _NIST, _R),
                ("access:alter-training-labels", "one is silent", _G24, _N, _NIST, ""),
                ("access:alter-training-samples", "one is silent", _G24, _N, _NIST, ""),
                ("access:know-parameters", "one is silent", _G24, _S, _NIST, ""),
                ("access:know-test-data", "one is silent", _G24, _R, _NIST, ""),
                ("access:know-training-data", "one is silent", _G24, _N, _NIST, ""),
                ("access:observe-outputs", "one is silent", _G24, _S, _NIST, ""),
            ],
            {"attack": "evasion"},
        ),
        # The matrix has no column for queries; the report links query access to model extraction.
        Golden(
            ("access", "study", "need", "other_study", "other_need"),
            [("access:query-model", _NIST, _R, _G24, "")],
            {"attack": "model-stealing", "comparison": "one is silent"},
            complete=False,
        ),
        Golden(("access",), [], {"comparison": "differ"}),
    ],
    # No record ships: tests/unit/test_workspace.py asks a workspace that has some.
    "evidence/changes": [Golden(("when", "who", "kind", "label", "file"), [])],
    # Attacks.ttl for what acts where; B22, Sect. 6, for the third worry of the credit scorer.
    "taxonomy/concerns": [
        Golden(
            ("concern", "kind", "thing", "status", "study"),
            [("concern:both", "claim", "claim:bieringer2022-case-worry-pipeline", _PUB, _B22)],
            {"stage": "monitoring"},
        ),
        Golden(
            ("concern", "kind", "label", "status"),
            [
                ("concern:classical", "attack", "Malware in a model file", _CUR),
                ("concern:classical", "attack", "Theft of a model file", _CUR),
            ],
            {"stage": "packaging"},
        ),
        Golden(
            ("concern", "kind", "label", "status"),
            [("concern:aml", "attack", "Label flipping", _CUR)],
            {"stage": "labelling"},
        ),
    ],
}
