"""The engine, compiled from Rust."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Literal, Protocol, TypeAlias, final

import msgspec
import pydantic
from pydantic_core import CoreSchema

from placet.bundle.shapes import File, ReaderFinding
from placet.dmn.explained import Explained as ExplainedModel
from placet.feel.values import Explained

__all__ = [
    "PACKED_BYTES",
    "BatchDecisions",
    "Decision",
    "DecisionStream",
    "Decisions",
    "Engine",
    "Explanation",
    "Expression",
    "Fact",
    "Finding",
    "Function",
    "Missing",
    "Model",
    "Reason",
    "codes",
    "compile",
    "compile_model",
    "explain_code",
    "feel_evaluate",
    "feel_functions",
    "feel_test",
    "feel_text",
    "load_packed",
    "missing",
    "packed_head",
    "packed_texts",
    "render",
    "render_json",
]

PACKED_BYTES: int
"""The largest packed file, in bytes."""

class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

class _Attrs(Protocol):
    __attrs_attrs__: ClassVar[Any]

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None, /) -> object: ...

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None, /) -> object: ...

_Facts: TypeAlias = Mapping[str, object] | pydantic.BaseModel | msgspec.Struct | _Dataclass | _Attrs

@final
class Finding:
    """One thing that is wrong with a bundle, where, and what to do about it. Immutable, hashable, can be pickled.

    Lines and columns count from 1, columns and lengths in characters. The four parts of the place are None
    for what has no place, such as a file that is absent.

    >>> placet.Finding("E0402", "scorecard.csv", 3, 2, 6, "both hold 30")
    <Finding E0402 scorecard.csv:3:2: both hold 30>
    """

    def __new__(
        cls,
        code: str,
        file: str | None,
        line: int | None,
        column: int | None,
        length: int | None,
        message: str,
        help: str | None = None,  # noqa: A002
    ) -> Finding:
        """A finding. Its severity is that of its code.

        Raises:
            ValueError: there is no such code.
        """
    @property
    def code(self) -> str:
        """The stable code, such as `E0402`; `placet explain-code E0402` tells what it means."""
    @property
    def severity(self) -> Literal["error", "warning"]:
        """An `error` keeps the bundle from loading."""
    @property
    def file(self) -> str | None:
        """The file's name in the folder."""
    @property
    def line(self) -> int | None:
        """The line, from 1."""
    @property
    def column(self) -> int | None:
        """The column, from 1."""
    @property
    def length(self) -> int | None:
        """How many characters are meant."""
    @property
    def message(self) -> str:
        """What is wrong, in one line."""
    @property
    def help(self) -> str | None:
        """A way out, where there is one to tell."""

@final
class Missing:
    """A fact that is missing for a cause. Immutable, hashable, can be pickled."""

    def __new__(cls, cause: str) -> Missing: ...
    @property
    def cause(self) -> str:
        """Why it is missing: a cause that `facts.csv` declares for the fact."""
    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema: ...

def missing(cause: str) -> Missing:
    """A fact that is missing for this cause, in place of its value or of a whole group of facts.

    >>> placet.missing("source_down")
    missing("source_down")
    """

@final
class Reason:
    """A reason code with its texts. Immutable, hashable, can be pickled; equal to every reason of the same code.

    It is a dataclass to `dataclasses`, msgspec, pydantic and FastAPI, with the fields `code`, `tell` and `texts`.
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __match_args__ = ("code", "tell", "texts")

    def __new__(cls, code: str, tell: bool, texts: Mapping[str, str]) -> Reason:
        """A reason out of its fields, such as one of a record."""
    @property
    def code(self) -> str:
        """The code, as in `reasons.csv`."""
    @property
    def tell(self) -> bool:
        """Whether the text may be told to the applicant, as the column `tell` of `reasons.csv` says."""
    @property
    def texts(self) -> dict[str, str]:
        """The texts by language, in the order of `reasons.csv`; languages without a text are left out."""
    def text(self, lang: str = "en") -> str:
        """The text in this language, or in the first language of `reasons.csv` that has one."""
    def __copy__(self) -> Reason: ...
    def __deepcopy__(self, _memo: object) -> Reason: ...
    def __replace__(self, **changes: object) -> Reason: ...
    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema: ...

@final
class Decision:
    """What the bundle decided about one applicant. Immutable, hashable, can be pickled; equal by value.

    It is a dataclass to `dataclasses`, msgspec, pydantic and FastAPI: its fields are the seven arguments, in order.

    >>> facts = json.loads(Path("examples/applicant.json").read_text("utf-8"))
    >>> decision = placet.load("rules/reference").decide(facts)
    >>> decision
    <Decision approve score=744 grade=A limit=36000.00 apr=7.20 binding=income>
    >>> decision["limit"]
    Decimal('36000.00')
    """

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    __match_args__ = ("outcome", "outputs", "reasons", "hits", "version", "digest", "as_of")

    def __new__(
        cls,
        outcome: Literal["approve", "refer", "decline"],
        outputs: Mapping[str, object],
        reasons: Sequence[Reason],
        hits: Sequence[Reason],
        version: str,
        digest: str,
        as_of: date | None,
    ) -> Decision:
        """A decision out of its fields, such as a record of one that an engine made.

        Raises:
            TypeError: a field is of another type.
            ValueError: there is no such outcome.
        """
    @property
    def outcome(self) -> Literal["approve", "refer", "decline"]:
        """The worst that any stage asked for."""
    @property
    def outputs(self) -> dict[str, Any]:
        """Every output of the bundle, by name and in its order; a fresh dict each time.

        A number is an `int` where the bundle makes it whole and a `Decimal` with its places otherwise, never a binary
        float. A date is a `date`. None stands for null.
        """
    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of the final outcome: rules, bands and limits in flow order, then scorecards in flow order."""
    @property
    def hits(self) -> tuple[Reason, ...]:
        """All that hit, whatever they asked for, in flow order."""
    @property
    def version(self) -> str:
        """The bundle's version."""
    @property
    def digest(self) -> str:
        """The bundle's digest."""
    @property
    def as_of(self) -> date | None:
        """The day for which it was made, if one was given."""
    def __getitem__(self, output: str, /) -> Any:  # noqa: ANN401
        """One output.

        Raises:
            KeyError: the bundle has no such output.
        """
    def __copy__(self) -> Decision: ...
    def __deepcopy__(self, _memo: object) -> Decision: ...
    def __replace__(self, **changes: object) -> Decision: ...
    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, handler: pydantic.GetCoreSchemaHandler
    ) -> CoreSchema: ...

@final
class Fact:
    """A fact as `facts.csv` declares it. Immutable; `Engine.facts` has all of them.

    >>> fact = placet.load("rules/reference").facts[7]
    >>> fact
    <Fact monthly_income money>
    >>> fact.low, fact.high, fact.unit, fact.optional, fact.text("zh")
    (Decimal('0'), Decimal('1000000'), 'CNY/month', True, '月收入')
    """

    @property
    def name(self) -> str:
        """The name; a dot groups."""
    @property
    def type(self) -> str:
        """The type, as `facts.csv` writes it: `integer`, `decimal(4)`, `list of text`."""
    @property
    def unit(self) -> str | None:
        """The unit, for people."""
    @property
    def source(self) -> str | None:
        """Where it comes from, for people."""
    @property
    def scale(self) -> int | None:
        """The places of `money` and decimals."""
    @property
    def low(self) -> int | Decimal | float | date | None:
        """The least value of a number or a date: as declared, or else the least that the type holds.

        Of a list it is that of each item. None where there is none, or where it lies before Python's first day.
        """
    @property
    def low_included(self) -> bool:
        """Whether `low` itself is allowed."""
    @property
    def high(self) -> int | Decimal | float | date | None:
        """The greatest value, as `low` is the least."""
    @property
    def high_included(self) -> bool:
        """Whether `high` itself is allowed."""
    @property
    def words(self) -> tuple[str, ...]:
        """The words of an enumeration."""
    @property
    def optional(self) -> bool:
        """Whether it may be missing; every fact that is bound to a consent may."""
    @property
    def causes(self) -> tuple[str, ...]:
        """The causes of absence that its line declares, for `placet.missing`."""
    @property
    def consent(self) -> str | None:
        """The boolean fact that must be true for this one to be read."""
    @property
    def echo(self) -> bool:
        """Whether errors repeat its value: its privacy class allows it."""
    @property
    def use(self) -> Literal["decide", "monitor", "retain"]:
        """Who may read it: rules, reports, or nobody."""
    @property
    def texts(self) -> dict[str, str]:
        """What it is, by language."""
    def text(self, lang: str = "en") -> str:
        """What it is in this language, or in the first one that `facts.csv` has; empty without any."""
    def accept(self, value: object, /) -> Any:  # noqa: ANN401
        """The value as the engine reads it, whatever consent says.

        A decimal becomes a `Decimal`, a date a `date`, a word of an `Enum` its text; `{"missing": cause}` becomes a
        `Missing`. Moments and durations stay as they are.

        >>> placet.load("rules/reference").facts[7].accept(0.1)
        Decimal('0.1')

        Raises:
            FactsError: the engine does not take it.
        """

@final
class BatchDecisions:
    """The decisions about a table, as columns. Immutable; any library that speaks Arrow takes it, again and again."""

    @property
    def num_rows(self) -> int:
        """How many rows there are."""
    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

@final
class DecisionStream:
    """The decisions about a stream of rows, made batch by batch when they are asked for. It can be read once.

    Through Arrow an error is only its text, so that the library which reads it raises its own exception with that text.
    """

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

@final
class Explanation:
    """A decision with everything that led to it. Immutable, can be pickled."""

    def __new__(cls, decision: Decision, tree: dict[str, Any]) -> Explanation:
        """An explanation out of its parts, as a pickle has it."""
    @property
    def decision(self) -> Decision:
        """The decision: the same that `decide` gives."""
    @property
    def tree(self) -> dict[str, Any]:
        """What happened, from the decision down to each rule, bin and cap.

        Every node is a dict of

        - `label`: its name, as in the bundle,
        - `kind`: `decision`, `stage`, `rule`, `value`, `characteristic`, `group`, `band`, `row`, `amount`, `cap`,
          `output` or `reason`,
        - `result`: what came out, as text, or None,
        - `values`: the values that it saw, as text, by name,
        - `place`: where it is written, as `bundle.yaml:12:5`, or None,
        - `note`: its expression, test or condition, or None,
        - `children`: its parts, a list of nodes.
        """

@final
class Engine:
    """A compiled bundle. Immutable, and safe to share between threads.

    `placet.load` makes one.
    """

    @property
    def name(self) -> str:
        """The bundle's name."""
    @property
    def version(self) -> str:
        """The bundle's version."""
    @property
    def digest(self) -> str:
        """SHA-256 over everything in the bundle that has meaning, in hexadecimal: 64 digits.

        Comments, layout and test cases do not count; reason texts do.
        """
    @property
    def language(self) -> int:
        """The version of the rule language."""
    @property
    def time_zone(self) -> str | None:
        """The zone in whose days `as_of` is counted, as an IANA name; None where the bundle names none."""
    @property
    def output_names(self) -> tuple[str, ...]:
        """The names of the outputs, in order."""
    @property
    def fact_names(self) -> tuple[str, ...]:
        """The names of the facts, in the order of `facts.csv`."""
    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts as `facts.csv` declares them, in its order."""
    def facts_model(self, *, lang: str = "en") -> type[pydantic.BaseModel]:
        """A pydantic model of the facts, for a request: it takes what the engine takes, and documents it.

        A model for each group; ranges, words, places and causes of absence are checked by the engine. A call gives the
        same class as the one before.

        Args:
            lang: the column of `facts.csv` for the descriptions.

        Raises:
            ImportError: pydantic is not installed.
        """
    def facts_struct(self, *, lang: str = "en") -> type[msgspec.Struct]:
        """A msgspec Struct of the facts: `msgspec.json.decode(body, type=engine.facts_struct())` goes into `decide`.

        It checks what msgspec can check; `decide` checks the rest. A call gives the same class as the one before.

        Args:
            lang: the column of `facts.csv` for the descriptions.

        Raises:
            ImportError: msgspec is not installed.
        """
    def decide(
        self,
        facts: _Facts,
        /,
        *,
        as_of: date | None = None,
        unknown: Literal["error", "ignore"] = "error",
        allow_expired: bool = False,
        on_error: Literal["raise", "refer"] = "raise",
    ) -> Decision:
        """Decides about one applicant.

        Args:
            facts: the facts by name: a mapping, or an object with fields (a pydantic model, a msgspec Struct, a
                dataclass, an attrs object). A group (`bureau.score`) may be nested or dotted, and is one of these too.
            as_of: the day of the decision, for `today()`, dated parameters and the bundle's validity.
            unknown: what to do with a key that is no fact: an error, or nothing.
            allow_expired: whether a day outside the bundle's validity is allowed.
            on_error: what to do with facts that do not fit: raise FactsError, or refer with the one reason
                `BAD_FACTS`, whose English text is the error's, and with every output null.

        Raises:
            FactsError: facts do not fit; the error lists all of them.
            TypeError: `facts` is neither a mapping nor has fields, or `as_of` is no date.
            ValueError: the bundle needs `as_of` and has none, or is not valid on that day, whatever `on_error` says.
        """
    def decide_batch(
        self,
        table: _ArrowStream | _ArrowArray,
        /,
        *,
        as_of: date | str | None = None,
        unknown: Literal["error", "ignore"] = "error",
        allow_expired: bool = False,
        errors: Literal["column", "raise"] = "column",
        points: bool = False,
        keep: str | Iterable[str] | None = None,
        prefix: str = "",
        text: bool = False,
        batch_size: int | None = None,
        threads: int | None = None,
        stream: bool | None = None,
    ) -> BatchDecisions | DecisionStream:
        """Decides about every row of a table, each as `decide` decides it alone.

        The table is whatever speaks Arrow: of pyarrow a Table, RecordBatch or RecordBatchReader, a DataFrame of polars
        or of pandas 3, a relation of duckdb. So do the decisions: `pyarrow.table(x)`, `polars.DataFrame(x)`. The GIL is
        let go.

        Args:
            table: a column for each fact, by its name; a group is columns with dotted names or a struct. A text column
                `<fact>.missing` or `<group>.missing` says why something is missing.
            as_of: the day of all decisions, or the name of a column of dates.
            unknown: what to do with a column that is no fact: an error, or nothing.
            allow_expired: whether a day outside the bundle's validity is allowed.
            errors: what to do with a row whose facts do not fit: null answers and the messages in the column `errors`,
                or FactsError, which names the first ten such rows, counted from 0, and how many there are among those
                that were looked at.
            points: whether the points of each characteristic are given, a struct column `<scorecard>.points`.
            keep: columns of the table that go on to the decisions.
            prefix: what the names of the outputs' columns begin with.
            text: whether columns of texts are typed as `facts_from_text` types cells, for facts of any type; an empty
                one is a missing value, `missing(cause)` one with a cause, also in a column by the name of a group.
            batch_size: how many rows are decided at a time by one thread, and are one batch of the decisions.
            threads: how many threads decide; all cores without it.
            stream: whether to decide only when the batches are asked for, in bounded memory. Without it, what has a
                length is decided at once, and what has none, such as a RecordBatchReader, as a stream.

        Returns:
            The decisions in the order of the rows: the columns of `keep`, `outcome`, the outputs, points, `reasons`,
            `hits`, `errors`. An output is `int64`, `decimal128`, `float64`, `bool`, `date32`, or a dictionary of its
            words where the bundle says so; anything else is text, as it prints.

        Raises:
            FactsError: columns lack, are unknown, or hold types that cannot be right, all at once; with
                `errors="raise"` also bad rows.
            TypeError: the table does not speak Arrow, or `as_of` is neither a date nor a name.
            ValueError: the bundle needs `as_of` and has none, or is not valid on that day; two columns would have one
                name; `batch_size` or `threads` is out of range; the table cannot be read, breaks its own schema, or has
                a row that is null as a whole.
            RuntimeError: the table itself failed while it was read.
            KeyboardInterrupt: Ctrl-C, also within a table that Python's code makes.
        """
    def decide_json(
        self,
        data: bytes | bytearray | memoryview | str,
        /,
        *,
        as_of: date | None = None,
        unknown: Literal["error", "ignore"] = "error",
        allow_expired: bool = False,
        on_error: Literal["raise", "refer"] = "raise",
    ) -> bytes:
        """Decides about one applicant, from a JSON object of facts to a JSON object with the decision.

        The same facts are decided as by `decide`. Numbers are read from their digits, never by way of a binary float.

        >>> engine = placet.load("rules/reference")
        >>> answer = engine.decide_json(Path("examples/applicant.json").read_bytes())
        >>> answer[:92]
        b'{"outcome":"approve","outputs":{"score":744,"grade":"A","limit":36000.00,"apr":7.20,"binding'
        >>> list(json.loads(answer))
        ['outcome', 'outputs', 'reasons', 'hits', 'version', 'digest', 'as_of']

        Args:
            data: one JSON object (RFC 8259) in UTF-8, or as text; at most 4 GiB, nested at most 200 levels deep. A
                byte order mark is skipped. `null` is a missing fact, `{"missing": "source_down"}` one with its cause,
                also in place of a group. A key that stands twice is an error.
            as_of: the day of the decision, for `today()`, dated parameters and the bundle's validity.
            unknown: what to do with a key that is no fact: an error, or nothing.
            allow_expired: whether a day outside the bundle's validity is allowed.
            on_error: what to do with facts that do not fit and with what is no JSON: raise FactsError, or refer with
                the one reason `BAD_FACTS`, whose English text is the error's, and with every output null.

        Returns:
            UTF-8 without spaces: `outcome`, `outputs` by name, `reasons` and `hits` (each `code`, `tell` and `texts` by
            language), `version`, `digest`, and `as_of` as an ISO date or null. A number is written in full with its
            places (`36000.00`), never with an exponent; dates, times and durations are ISO 8601 texts.

        Raises:
            FactsError: facts do not fit, and all of them are listed; or the JSON cannot be read, and the one problem,
                which has no name, tells the line and the column (in characters, from 1) and what was expected there.
            TypeError: `data` is of another type, or `as_of` is no date.
            ValueError: the bundle needs `as_of` and has none, or is not valid on that day, whatever `on_error` says.
        """
    def explain(
        self,
        facts: _Facts,
        /,
        *,
        as_of: date | None = None,
        unknown: Literal["error", "ignore"] = "error",
        allow_expired: bool = False,
    ) -> Explanation:
        """Decides as `decide` does, and tells every stage, rule, bin and cap, with the values that it saw."""
    def facts_from_text(self, cells: Mapping[str, str], /) -> dict[str, object]:
        """Types the text of cells, as of a CSV file, as the bundle declares its facts.

        An empty cell and `null` mean a missing fact, `missing(cause)` one with a cause. A text may stand in double
        quotes, a list is written `[a, b]`, and a group may be missing as a whole. What is no fact stays text.

        >>> engine = placet.load("rules/reference")
        >>> engine.facts_from_text({"age": "34", "monthly_income": "9000.00", "utilisation": ""})
        {'age': 34, 'monthly_income': Decimal('9000.00'), 'utilisation': None}

        Raises:
            FactsError: cells that are not of their fact's type, all of them.
        """

    def pack(self) -> bytes:
        """The bundle as the bytes of one file, for `placet.load_packed` and, written to a file, `placet.load`.

        The same files give the same bytes on every machine. Its form is told in `docs/packed-format.md`.

        >>> placet.load("rules/reference").pack().splitlines()[0]
        b'placet 1'
        """
    def __reduce__(self) -> tuple[Callable[[bytes], Engine], tuple[bytes]]:
        """An engine is pickled as its packed bytes."""
    def __copy__(self) -> Engine: ...
    def __deepcopy__(self, _memo: object, /) -> Engine: ...

def load_packed(data: bytes, name: str | None = None) -> Engine:
    """The engine of a packed bundle, whose name is for messages."""

def packed_head(data: bytes, name: str | None = None) -> tuple[str, str, str, date | None, date | None]:
    """The name, version, digest, first and last day that the beginning of a packed file tells; none of it is proven."""

def packed_texts(data: bytes, name: str | None = None) -> list[tuple[str, str]]:
    """The name and the text of each file in a packed bundle."""

def compile(  # noqa: A001
    files: Sequence[File], findings: Sequence[ReaderFinding]
) -> tuple[Engine | None, list[Finding]]:
    """Compiles what `placet.bundle` has read; no engine where a finding is an error."""

def render(findings: Sequence[Finding], files: Sequence[File], colour: bool) -> str:
    """The findings for people, each with its line of the file, then a count."""

def render_json(findings: Sequence[Finding], files: Sequence[File]) -> str:
    """The findings as a JSON array."""

def explain_code(id: str) -> str | None:  # noqa: A002
    """What a finding's code means and what to do; None for one that does not exist."""

def codes() -> list[tuple[str, Literal["error", "warning"], str]]:
    """Every code: its id, severity and title."""

@final
class Expression:
    """A FEEL expression, compiled once; `placet.feel.compile` makes it. Immutable; threads may share it.

    >>> over = placet.feel.compile("amount > limit", ["amount", "limit"])
    >>> over({"amount": 200, "limit": 100}), over({"amount": 200})
    (True, None)
    """

    def __new__(
        cls,
        text: str,
        names: Sequence[str] = ...,
        *,
        members: Sequence[str] = ...,
        types: dict[str, str | tuple[str, str | None]] | None = None,
        result: str | None = None,
    ) -> Expression:
        """As `placet.feel.compile`."""
    def __call__(self, context: Mapping[str, object] | None = None, *, now: datetime | None = None) -> Any:  # noqa: ANN401
        """The value over a context. A name that it leaves out is null, others are not looked at.

        Args:
            context: values by name.
            now: what `now()` gives; without it `now()` and `today()` are null.

        Raises:
            ExhaustedError: it took too many steps or nested too deep.
            TypeError: a value is none that FEEL has.
            ValueError: a number has no exact value in FEEL.
        """
    def explain(
        self, context: Mapping[str, object] | None = None, *, now: datetime | None = None
    ) -> Explained:
        """The value, and why what is null is null; arguments and errors as of a call.

        >>> placet.feel.compile("rates[3] * 2", ["rates"]).explain({"rates": [1, 2]}).notes[0]
        Note(message='there is no item 3 in a list of 2', part='rates[3]', column=1)
        """
    @property
    def text(self) -> str:
        """The expression as it was given."""
    @property
    def names(self) -> tuple[str, ...]:
        """The names that it was compiled with."""

@final
class Function:
    """A FEEL function as a value. It can be put into the context of another expression, and nothing else.

    >>> twice = placet.feel.evaluate("function(x) x * 2")
    >>> twice, placet.feel.evaluate("twice(21)", {"twice": twice})
    (<function(x)>, Decimal('42'))
    """

def feel_evaluate(
    expression: str, context: Mapping[str, object] | None = None, *, now: datetime | None = None
) -> Any:  # noqa: ANN401
    """As `placet.feel.evaluate`."""

def feel_test(
    cell: str, value: object, context: Mapping[str, object] | None = None, *, now: datetime | None = None
) -> bool | None:
    """As `placet.feel.test`."""

def feel_text(value: object) -> str:
    """As `placet.feel.text`."""

def feel_functions() -> list[str]:
    """As `placet.feel.functions`."""

@final
class Decisions(Mapping[str, Any]):
    """The values of a model's decisions by name: a mapping.

    A model has no outcome and no reasons, only values; so what it decides is not a `Decision`. Beside the values it
    holds what an audit asks for.

    >>> model = placet.load_model("examples/lending/lending.dmn")
    >>> facts = json.loads(Path("examples/lending/applicant.json").read_text("utf-8"))
    >>> decisions = model.decide(facts)
    >>> decisions["Risk"], decisions["Rate"]
    ('low', Decimal('0.072'))
    >>> decisions.model, decisions.digest == model.digest, decisions.now
    ('Lending', True, None)
    """

    def __new__(cls, values: dict[str, Any], model: str, digest: str, now: object | None) -> Decisions: ...
    @property
    def model(self) -> str:
        """The model's name."""

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical model, in hexadecimal."""

    @property
    def now(self) -> Any:  # noqa: ANN401
        """What the clock was, as it was given; None where none was."""

    def __getitem__(self, name: str, /) -> Any: ...  # noqa: ANN401
    def __len__(self, /) -> int: ...
    def __iter__(self, /) -> Iterator[str]: ...
    def __contains__(self, name: object, /) -> bool: ...
    def get(self, name: str, default: Any = None, /) -> Any:  # noqa: ANN401
        """The value of a decision; `default` where there is no such decision."""

    def __eq__(self, other: object, /) -> bool: ...
    def __reduce__(self) -> tuple[type[Decisions], tuple[Any, ...]]: ...

@final
class Model:
    """A compiled DMN model: immutable, and safe to share between threads. `placet.load_model` makes one."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def namespace(self) -> str:
        """The model's namespace."""

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical model with all that it imports, in hexadecimal."""

    @property
    def inputs(self) -> dict[str, str]:
        """The names of the input data, each with the type that its values must have."""

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of the model's own decisions, in the order of the file."""

    @property
    def services(self) -> tuple[str, ...]:
        """The names of its decision services."""

    @property
    def functions(self) -> tuple[str, ...]:
        """The names of its business knowledge models."""

    def decide(
        self,
        facts: Mapping[str, object],
        /,
        *,
        as_of: date | None = None,
        now: datetime | None = None,
        strict: bool = True,
        unknown: Literal["error", "ignore"] = "error",
    ) -> Decisions:
        """The values of all decisions of the model.

        >>> model = placet.load_model("examples/lending/lending.dmn")
        >>> applicant = {"Age": 17, "Income": 900, "Debt": 0, "History": "clean"}
        >>> model.decide({"Applicant": applicant, "Amount": 900})["Routing"]
        'decline'

        Args:
            facts: the values of input data by name; one that is left out is null.
            as_of: the day of the decision, which `today()` gives.
            now: the moment of the decision, which `now()` gives; not both.
            strict: refuse values that do not conform to their types, and a lacking clock. Without it they are null,
                as the standard says.
            unknown: what to do with a name that the model does not know.

        Raises:
            FactsError: facts do not fit; lists every one.
            ValueError: the model asks for the day, and none is given.
            placet.feel.ExhaustedError: an expression took too many steps.
        """

    def evaluate(
        self,
        name: str,
        facts: Mapping[str, object] | None = None,
        /,
        *,
        as_of: date | None = None,
        now: datetime | None = None,
        strict: bool = False,
        unknown: Literal["error", "ignore"] = "error",
    ) -> Any:  # noqa: ANN401
        """The value of one decision; what it does not need is not worked out.

        >>> model = placet.load_model("examples/lending/lending.dmn")
        >>> model.evaluate("Rate", {"Risk": "medium", "Amount": 5000})
        Decimal('0.129')

        Args:
            name: the decision.
            facts: as for `decide`; a decision may be given too, and is not worked out then.
            as_of: as for `decide`.
            now: as for `decide`.
            strict: as for `decide`, but off: a value of the wrong type is null, as the standard says.
            unknown: as for `decide`.

        Raises:
            KeyError: there is no such decision.
            FactsError: a name is unknown, or `strict` finds a value that does not conform.
            placet.feel.ExhaustedError: an expression took too many steps.
        """

    def call(self, name: str, /, *arguments: object, now: datetime | None = None, **named: object) -> Any:  # noqa: ANN401
        """Calls a decision service or a business knowledge model.

        A service takes its input data, then its input decisions. An argument of the wrong type makes a knowledge model
        null; a service runs with null in its place.

        >>> model = placet.load_model("examples/lending/lending.dmn")
        >>> model.call("Pricing", 5000, "low"), model.call("Pricing", Amount=50000, Risk="low")
        (Decimal('0.089'), Decimal('0.072'))

        Raises:
            KeyError: there is no such service or function.
            TypeError: an argument has no place.
            placet.feel.ExhaustedError: an expression took too many steps.
        """

    def explain(
        self,
        facts: Mapping[str, object],
        /,
        *,
        as_of: date | None = None,
        now: datetime | None = None,
        strict: bool = True,
        unknown: Literal["error", "ignore"] = "error",
    ) -> ExplainedModel:
        """Decides as `decide` does, and tells the value of each step, the rules that hit, and why what is null is null.

        >>> model = placet.load_model("examples/lending/lending.dmn")
        >>> facts = {"Applicant": {"Age": 31, "Income": 0, "Debt": 9, "History": "clean"}, "Amount": 900}
        >>> explained = model.explain(facts)
        >>> explained["Risk"].value, explained["Risk"].hits[0].rule
        ('high', 2)
        >>> [(note.message, note.line) for note in explained["Affordability"].notes]
        [('division by zero', 69)]
        """

    def facts_from_json(self, facts: dict[str, Any], /) -> dict[str, Any]:
        """Facts that came as JSON: texts become dates, times and durations where the model's types say so."""

    def __copy__(self) -> Model: ...
    def __deepcopy__(self, memo: object) -> Model: ...

def compile_model(
    files: list[File], main: int, findings: list[ReaderFinding], *, lenient: bool = False
) -> tuple[Model | None, list[Finding]]:
    """Compiles the model in the file of this number; None where an error stands in the way."""
