"""What must not be added: each is refused with its field, its line, the reason and what to do."""

from __future__ import annotations

import pytest

from kg.author import service
from kg.author.faults import AdditionError
from kg.author.given import from_yaml
from kg.author.kinds import FORMS
from kg.author.known import Known
from tests.unit.additions import GOOD, Bad
from tests.unit.additions.attacks import CASES as ATTACKS
from tests.unit.additions.evidence import CASES as EVIDENCE
from tests.unit.additions.files import FILES

CASES = {**ATTACKS, **EVIDENCE}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """What ships."""
    return service.load_known(tmp_path_factory.mktemp("none"))[1]


def refusal(case: Bad, known: Known) -> AdditionError:
    """The error that a file leads to."""
    with pytest.raises(AdditionError) as raised:
        service.understand(FORMS[case.kind], from_yaml(case.text.encode(), "bad.yaml"), known, name="bad.yaml")
    return raised.value


def test_the_addition_that_all_cases_vary_is_a_good_one(known: Known) -> None:
    given = from_yaml("\n".join(GOOD.values()).encode(), "good.yaml")
    assert service.judge(FORMS["attack"], given, known)[1] == []


@pytest.mark.parametrize("name", CASES)
def test_a_bad_addition_is_refused_with_field_line_reason_and_remedy(name: str, known: Known) -> None:
    case = CASES[name]
    error = refusal(case, known)
    told = [fault for fault in error.faults if fault.field == case.field and case.reason in fault.message]
    assert told, str(error)
    assert case.remedy in told[0].remedy, str(error)
    assert told[0].line == case.line, str(error)
    assert f"bad.yaml:{case.line}: {case.field}: " in str(error)
    assert error.exit_code == 5


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused_with_line_reason_and_remedy(name: str, known: Known) -> None:
    bad = FILES[name]
    with pytest.raises(AdditionError) as raised:
        service.understand(FORMS["attack"], from_yaml(bad.data, "bad.yaml"), known, name="bad.yaml")
    told = [f for f in raised.value.faults if f.field == bad.field and bad.reason in f.message]
    assert told, str(raised.value)
    assert bad.remedy in told[0].remedy, str(raised.value)
    assert told[0].line == bad.line, str(raised.value)
    assert str(raised.value).replace("\n", "").isprintable()
    assert raised.value.exit_code == 5
