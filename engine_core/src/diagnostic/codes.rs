//! The one table of finding codes. Ids are stable, sorted, never reused.

#[cfg(test)]
mod tests;

use super::Severity;

macro_rules! codes {
    ($($name:ident = $id:literal $severity:ident, $title:literal, $explanation:literal;)*) => {
        /// What kind of thing is wrong. `id` is stable; texts may improve.
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $title] $name,)* }

        impl Code {
            /// Every code, in the order of the ids.
            pub const ALL: &[Code] = &[$(Code::$name,)*];
            /// The stable id, such as `E0402`.
            #[must_use]
            pub const fn id(self) -> &'static str { match self { $(Code::$name => $id,)* } }
            /// What the code means, in one line.
            #[must_use]
            pub const fn title(self) -> &'static str { match self { $(Code::$name => $title,)* } }
            /// Why it is refused and what to do, at length.
            #[must_use]
            pub const fn explanation(self) -> &'static str { match self { $(Code::$name => $explanation,)* } }
            /// Whether it stops the load.
            #[must_use]
            pub const fn severity(self) -> Severity { match self { $(Code::$name => Severity::$severity,)* } }
        }
    };
}

codes! {
    // E01: files and their form
    FileUnreadable = "E0101" Error, "a file is missing or cannot be read", "Every file that bundle.yaml names must stand in the bundle's folder and be readable as UTF-8 text. In Excel save as \"CSV UTF-8\".";
    YamlSyntax = "E0102" Error, "the YAML cannot be parsed", "The text is not valid YAML at this place. Quote a text that holds `: ` or ` #`, and indent with spaces.";
    DuplicateKey = "E0103" Error, "the same key stands twice in one map", "YAML would silently keep the last one. Rename or remove one of the two.";
    AliasRefused = "E0104" Error, "anchors, aliases, tags and merge keys are not allowed", "A few aliases can blow a small file up to gigabytes, and they hide what a rule says. Write the value out.";
    TableForm = "E0105" Error, "a table has the wrong form", "A table is a header row and rows with as many cells as the header.";
    TooDeep = "E0107" Error, "nesting is too deep", "Nesting is bounded so that no bundle can exhaust the memory or the stack. Name parts of the expression in a `derive` stage.";
    TooLarge = "E0108" Error, "a file, a table or an expression is too large", "Sizes are bounded so that no bundle can exhaust the memory.";

    // E02: names
    UnknownName = "E0201" Error, "a name that nothing declares", "A name must be a fact, a parameter, or the result of an earlier stage.";
    NameClash = "E0202" Error, "two things have the same name", "Facts, parameters, results, flags and built-in functions share one space of names, so that an expression can mean only one thing.";
    LaterStage = "E0203" Error, "a stage reads the result of a later stage", "Stages run in the order of the file. Move the stage that gives the value up.";
    BadName = "E0204" Error, "a name has a form that is not allowed", "Names hold letters, digits, `_` and dots, and begin with a letter.";

    // E03: the expression language
    FeelSyntax = "E0301" Error, "an expression cannot be parsed", "The expression is not valid FEEL at this place.";
    TypeMismatch = "E0302" Error, "types do not fit", "The operation has no meaning for values of these types; FEEL would make it null, silently.";
    UnknownFunction = "E0303" Error, "a function that does not exist", "Only FEEL's built-in functions and the finance functions can be called.";
    BadArguments = "E0304" Error, "wrong arguments in a call", "The number, names or types of the arguments do not fit the function.";
    NotInLanguage = "E0305" Error, "a form that rule language 1 does not have", "This part of FEEL cannot be used in rules.";
    NumberTooLarge = "E0306" Error, "a number beyond 34 digits or its exponent range", "Numbers are IEEE 754 decimal128: 34 digits, exponents from -6143 to 6144.";
    UnknownWord = "E0307" Error, "a text that the enumeration does not hold", "A comparison with a text outside the enumeration can never be true.";

    // E04: completeness and order
    NullUndecided = "E0401" Error, "null can decide here and nothing says what it means", "Under FEEL a comparison with null is not true, so a rule over a missing fact silently lets the applicant pass. Say what a missing value means: `missing: pass`, `hit` or `refer` on the rule or its stage, `missing:` on a cap, or an explicit test against `null`.";
    BinsOverlap = "E0402" Error, "two bins, bands or rows hold the same value", "Each value must belong to exactly one. Change one of the edges: `[` and `]` include the edge, `(` and `)` leave it out.";
    Gap = "E0403" Error, "no bin, band or row holds a value that can occur", "Every value that the schema allows must find its place. Add a bin, or `otherwise` as the last one.";
    NoNullBin = "E0404" Error, "a fact that can be missing has no bin for `null`", "A missing value never falls into a range. Add a bin `null`.";
    NeverReached = "E0405" Error, "a bin, band or row that no value can reach", "The schema allows no such value, or an earlier one takes it.";
    NotProven = "E0406" Error, "completeness cannot be proven", "The table is too large or a cell is an expression, so that the engine cannot prove that every applicant finds a row. Add a row `otherwise`.";
    Unordered = "E0407" Error, "`otherwise` is not the last bin, band or row", "`otherwise` takes what the others leave, so it stands at the end.";
    AgainstTrend = "E0411" Error, "points that do not move as the author said", "The column `trend` says that the points rise or fall as the value does; equal points are allowed. Correct the points, or leave a special value out with `-` in its `trend`.";

    // E05: stages
    UnknownKey = "E0501" Error, "a key that has no meaning here", "Only the keys that are documented for this place are read; a misspelt key would silently do nothing.";
    MissingKey = "E0502" Error, "a key that must be given is absent", "The stage cannot work without it.";
    WrongShape = "E0503" Error, "a text where a map or a list belongs, or the reverse", "The value has not the shape that this key takes.";
    BadValue = "E0504" Error, "a value that this key does not take", "See the message for what is allowed.";
    ReasonWithoutText = "E0505" Error, "a reason code without a text", "Every reason code that can be given needs a line in reasons.csv, since a decline that nobody can explain must not be loaded.";
    CapNotNumber = "E0506" Error, "a base, cap, multiplier or price that is not a number", "The limit is the least of amounts; each must be a number.";
    NoFlow = "E0507" Error, "a bundle without stages or outputs", "A bundle decides by its flow and answers with its outputs; both are needed.";

    // E06: facts, parameters, reasons
    BadFactType = "E0601" Error, "a fact's type is unknown", "Types are integer, decimal(n), money, number, float, boolean, text, enumeration, date, date and time, days and time duration, years and months duration, and lists of these.";
    BadAllowed = "E0602" Error, "allowed values that the type cannot hold", "Write a range such as `[0..120]` or `>= 0` for numbers and dates, or the words of an enumeration with commas between.";
    ConsentNotBoolean = "E0603" Error, "consent is not bound to a boolean fact", "The column `consent` names a boolean fact that is always given.";
    ParameterDates = "E0604" Error, "a parameter's dates overlap, or leave a day without value", "On every day of the bundle's validity each parameter has exactly one value; `from` and `to` are both inclusive.";
    MonitorRead = "E0605" Error, "a rule reads a fact that is for monitoring only", "Facts with use `monitor` or `retain` must not influence a decision.";

    // E07: a bundle's own tests
    BadTest = "E0701" Error, "a case in tests.csv cannot be read", "`given` lists `fact = value` with semicolons between; the other columns name outputs.";

    // E08: DMN models
    DmnXml = "E0801" Error, "the XML of a model cannot be read", "The file is not well-formed, or it has a document type, which could blow a small file up to gigabytes.";
    DmnRoot = "E0802" Error, "a file that holds no DMN model", "The root of a model is `definitions` in a namespace of the DMN standard, 1.1 to 1.5.";
    DmnForm = "E0803" Error, "an element of a model has the wrong form", "See the message for what is lacking.";
    DmnReference = "E0804" Error, "a reference that leads nowhere", "Requirements and services name elements by their ids, imports name models by their namespaces. An imported model is looked for among the .dmn files beside the one that imports it.";
    DmnCircle = "E0805" Error, "requirements that go round in a circle", "A decision cannot need its own result. Only a business knowledge model may call itself.";
    DmnType = "E0806" Error, "a type that nothing defines", "A `typeRef` names one of FEEL's types or an item definition; one of an imported model has the import's name before it: `common.tApplicant`.";
    DmnAmbiguous = "E0807" Error, "several models, and none is the main one", "Name the file of the model that decides, or leave one in the folder that no other imports.";

    // W: the bundle loads, the author should look
    UnusedFact = "W0901" Warning, "a fact that nothing reads", "Data minimisation: do not collect what no rule needs.";
    UnusedReason = "W0902" Warning, "a reason text that nothing gives", "Remove the line, or correct the code.";
    UnusedParameter = "W0903" Warning, "a parameter that nothing reads", "Remove the line, or correct the name.";
    UnusedFile = "W0904" Warning, "a file that nothing names", "Remove the file, or name it in bundle.yaml.";
    EscapesBounds = "W0905" Warning, "a characteristic reads a fact of a bounded group and is not bounded with it", "`bounds: {social: -25..25}` holds the characteristics whose names begin with `social.`; one with another name that reads such a fact, directly or through a derived value, moves the score beyond the bounds. Name all that belong together: `social: {of: [social.contacts, social_density], within: -25..25}`; so written, the group is what you named, and nothing is warned of.";
    DmnAlwaysNull = "W0906" Warning, "a part of a model that is always null", "A model that is loaded as it is (lenient) keeps what is wrong in it: as the standard says, an expression with an error is null. Without `lenient` each of these is an error.";
    DmnUnchecked = "W0907" Warning, "a type that nothing defines, so that values are not checked", "A `typeRef` names one of FEEL's types or an item definition. A model that is loaded as it is (lenient) takes any value there.";
    DmnRowsOverlap = "W0908" Warning, "two rules of a table can hit together, although only one may", "Under the hit policy UNIQUE one rule hits, under ANY all that hit give the same; otherwise the table is null. Set the cells apart, or choose FIRST or PRIORITY if the order decides.";
    TextMissing = "W0910" Warning, "a reason without a text in one of the languages", "Who reads that language is told the text of another. Write the text into the column of the language.";
    OutOfOrder = "W0911" Warning, "bins or bands are not in order", "Write intervals in ascending or descending order, so that a reader finds his way and sees a gap. They mean the same in any order.";
    FactTwice = "W0912" Warning, "two characteristics rest on one fact", "Both read the same fact and no other, so that its points are given twice. If the model was fitted so, all is well; if not, one of them is a leftover.";
}
