"""What the columns of a table are taken for, from headers and values, in six languages."""

import tomllib
from pathlib import Path

import pytest
from tests.loading.reading import write

from wsisgraph import content
from wsisgraph.loading import Context
from wsisgraph.loading.manifest import read_manifest
from wsisgraph.loading.mapping.choose import guess_text
from wsisgraph.loading.mapping.mapping import parse_mapping


def guess(path: Path, subject: str = "entries") -> dict[str, str]:
    """The field of each column that is taken; the comments are checked for their form."""
    context = Context(read_manifest(content.folder("loaders") / "stocktaking"))
    text = guess_text(path, subject, context)
    assert text is not None, context.problems
    parse_mapping(text, "test")
    columns = tomllib.loads(text)["columns"]
    return {name: said["field"] for name, said in columns.items() if said["field"] != "ignore"}


TABLES = {
    "en": (
        "Entry ID;Project Title;Implementing organization;Type of Stakeholder;Country;"
        "WSIS Action Line(s);Linked SDGs;Start Date;End Date;Project Status;Geographical coverage;"
        "Web site;Short description;Submitted by",
        "17;Village libraries;Ministry of Education;Government;KENYA;C3;4;2014;2016;Ongoing;"
        "National;https://example.org/a;Books for schools;National Library",
    ),
    "fr": (
        "Identifiant;Titre du projet;Organisme;Type de partie prenante;Pays;Grande orientation;"
        "ODD;Date de début;Date de fin;Statut;Couverture géographique;Site web;"
        "Brève description;Soumis par",
        "17;Bibliothèques de village;Ministère de l'éducation;Gouvernement;Sénégal;C3;4;2014;2016;"
        "En cours;National;https://example.org/a;Des livres pour les écoles;Bibliothèque nationale",
    ),
    "es": (
        "Identificador;Título del proyecto;Organización;Tipo de parte interesada;País;"
        "Línea de acción;ODS;Fecha de inicio;Fecha de finalización;Estado;Cobertura geográfica;"
        "Sitio web;Breve descripción;Presentado por",
        "17;Bibliotecas de aldea;Ministerio de Educación;Gobierno;Perú;C3;4;2014;2016;En curso;"
        "Nacional;https://example.org/a;Libros para las escuelas;Biblioteca Nacional",
    ),
    "ru": (
        "Номер;Название проекта;Название организации;Тип заинтересованной стороны;Страна;"
        "Направление деятельности;ЦУР;Дата начала;Дата окончания;Статус;Географический охват;"
        "Сайт;Краткое описание;Кем представлено",
        "17;Сельские библиотеки;Министерство образования;Правительство;Казахстан;C3;4;2014;2016;"
        "Осуществляется;Национальный;https://example.org/a;Книги для школ;Библиотека",
    ),
    "zh": (
        "编号;项目名称;机构名称;利益攸关方类型;国家;行动方面;可持续发展目标;开始日期;结束日期;状态;"
        "覆盖范围;网址;项目描述;提交单位",
        "17;乡村图书馆;教育部;政府;肯尼亚;C3;4;2014;2016;进行中;国家;https://example.org/a;给学校的书;图书馆",
    ),
    "ar": (
        "رقم المشروع;اسم المشروع;اسم المنظمة;نوع صاحب المصلحة;البلد;خط العمل;"
        "أهداف التنمية المستدامة;"
        "تاريخ البدء;تاريخ الانتهاء;الحالة;التغطية الجغرافية;الموقع الإلكتروني;وصف المشروع;مقدم من",
        "17;مكتبات القرية;وزارة التعليم;حكومة;مصر;C3;4;2014;2016;جارٍ;وطني;https://example.org/a;"
        "كتب للمدارس;المكتبة الوطنية",
    ),
}
FIELDS = (
    *("key", "title", "organisation", "stakeholder", "country", "links", "links", "start", "end"),
    *("status", "coverage", "url", "description", "submitter"),
)


@pytest.mark.parametrize("language", TABLES)
def test_the_usual_headers_are_recognised_in_each_language(tmp_path: Path, language: str) -> None:
    header, row = TABLES[language]
    second = row.replace("17;", "18;", 1).replace("C3;4", "C7 e-health;9.c")
    found = guess(write(tmp_path / "t.csv", "\n".join([header, row, second]) + "\n"))
    assert tuple(found.get(name, "") for name in header.split(";")) == FIELDS


@pytest.mark.parametrize("language", TABLES)
def test_the_language_of_a_table_is_recognised(tmp_path: Path, language: str) -> None:
    header, row = TABLES[language]
    context = Context(read_manifest(content.folder("loaders") / "stocktaking"))
    text = guess_text(write(tmp_path / "t.csv", f"{header}\n{row}\n"), "entries", context)
    assert tomllib.loads(text or "")["table"]["language"] == language


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("PROJECT_TITLE", "title"),
        ("projectTitle", "title"),
        ("Titel of project", "title"),
        ("Project title (English)", "title"),
        ("Country name", "country"),
        ("Organisation", "organisation"),
    ],
)
def test_a_header_is_recognised_however_it_is_written(
    tmp_path: Path, header: str, field: str
) -> None:
    value = {"country": "KENYA", "organisation": "Ministry of Rain"}.get(field, "Rain by text")
    found = guess(write(tmp_path / "t.csv", f"{header},z1\n{value},q\n{value} 2,r\n"))
    assert found.get(header) == field


def test_values_speak_where_headers_say_nothing(tmp_path: Path) -> None:
    rows = [
        "f1,f2,f3,f4,f5",
        "Village libraries,KENYA,C3,https://example.org/1,Ministry of Education",
        "Rain by text message,PERU,C7 e-agriculture,https://example.org/2,Rain Company Ltd.",
        "Signs for everybody,TOGO,C8,https://example.org/3,University of Lomé",
        "Lessons by radio,CHILE,9.c,https://example.org/4,Radio Foundation",
    ]
    assert guess(write(tmp_path / "t.csv", "\n".join(rows) + "\n")) == {
        "f2": "country",
        "f3": "links",
        "f4": "url",
        "f5": "organisation",
    }


def test_a_header_whose_values_contradict_it_is_not_believed(tmp_path: Path) -> None:
    rows = (
        "Title,Country,Goals\nA,12,To teach everybody to read and to write\nB,17,To bring water\n"
    )
    found = guess(write(tmp_path / "t.csv", rows))
    assert "Country" not in found
    assert found["Goals"] == "objectives"


def test_every_guess_has_its_confidence_and_its_reason(tmp_path: Path) -> None:
    context = Context(read_manifest(content.folder("loaders") / "stocktaking"))
    path = write(tmp_path / "t.csv", 'Title,"odd ""one""",Country\na,x,KENYA\nb,y,PERU\n')
    text = guess_text(path, "entries", context) or ""
    assert 'field = "country"  # 1.00: the header says so; 100% of 2 values fit' in text
    assert '# [columns."odd \\"one\\""]' in text
    assert "# “x”, “y”" in text


def test_the_order_of_dates_is_seen_from_the_days(tmp_path: Path) -> None:
    context = Context(read_manifest(content.folder("loaders") / "stocktaking"))
    path = write(tmp_path / "t.csv", "Title,Start date\na,03/04/2019\nb,25/04/2019\n")
    assert 'dates = "dmy"' in (guess_text(path, "entries", context) or "")


def test_columns_of_linkages_are_recognised(tmp_path: Path) -> None:
    rows = (
        "Action line,SDG target,Strength,Confidence,Justification,Agency\n"
        "C2,9.c,strong,0.9,Lines are needed,ITU\nC3,4,weak,80%,Books are needed,UNESCO\n"
    )
    assert list(guess(write(tmp_path / "t.csv", rows), "linkages").values()) == [
        *("line", "object", "strength", "confidence", "rationale", "author")
    ]


def test_no_header_and_no_value_can_break_the_file_that_is_written(tmp_path: Path) -> None:
    odd = 'Title,"a""]\nfield = 1 #",\x7f\x01x,=1+1\n"b\n""",\\u0041,"\n#",=cmd\n'
    guess(write(tmp_path / "t.csv", odd))


def test_a_column_is_no_confidence_where_no_value_is_a_number(tmp_path: Path) -> None:
    rows = "Action line,SDG,Confidence,Strength\nC2,9,found twice,see note\nC3,4,found once,none\n"
    found = guess(write(tmp_path / "t.csv", rows), "linkages")
    assert found == {"Action line": "line", "SDG": "object"}


def test_the_year_beside_a_prize_is_that_of_the_prizes(tmp_path: Path) -> None:
    rows = "Project;Organisation;Prize;Year\nRadio;Union;Winner;2019\nNet;Union;Champion;2019\n"
    assert guess(write(tmp_path / "t.csv", rows.encode()))["Year"] == "edition"


def test_a_year_without_prizes_is_that_of_the_activity(tmp_path: Path) -> None:
    rows = "Project;Organisation;Year\nRadio;Union;2019\nNet;Union;2020\n"
    assert guess(write(tmp_path / "t.csv", rows.encode()))["Year"] == "start"


def test_a_result_is_a_phase_where_its_values_are_phases(tmp_path: Path) -> None:
    rows = "Project;Organisation;Result\nRadio;Union;{}\nNet;Union;{}\n"
    for values, field in (
        (("Winner", "Champion"), "phase"),
        (("More light", "Less rain"), "results"),
    ):
        path = write(tmp_path / "t.csv", rows.format(*values).encode())
        assert guess(path)["Result"] == field
