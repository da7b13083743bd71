//! The head of bundle.yaml: everything but the flow and the outputs.

use crate::diagnostic::Code;
use crate::document::{Fields, Reader};
use crate::source::Scalar;
use crate::value::Date;

/// The days on which a bundle may decide, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

/// What a bundle says of itself.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// Its version: three numbers with dots.
    pub version: String,
    /// The version of the rule language.
    pub language: String,
    /// ISO 4217 code of the currency of money facts.
    pub currency: String,
    /// The places of the currency's minor unit.
    pub minor_unit: u8,
    /// IANA name of the zone of `today()`.
    pub time_zone: String,
    /// When it may decide.
    pub valid: Validity,
    /// Who answers for it.
    pub owner: String,
}

/// The keys of the head.
pub const KEYS: [&str; 9] =
    ["bundle", "version", "language", "currency", "time_zone", "valid", "owner", "flow", "outputs"];

/// Currencies whose minor unit is not two places (ISO 4217).
const MINOR_UNITS: [(&str, u8); 24] = [
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
];

impl Head {
    /// Reads the head.
    pub fn read<'a>(fields: &mut Fields<'a>, reader: &mut Reader<'a>) -> Self {
        let mut need = |key: &str, form: fn(&str) -> bool, help: &str| -> String {
            let Some((_, tree)) = fields.need(key, "a bundle", reader) else { return String::new() };
            let Some(scalar) = reader.scalar(tree, &format!("`{key}`")) else { return String::new() };
            if !form(&scalar.text) {
                reader.error(
                    Code::BadValue,
                    scalar.place,
                    format!("`{key}` cannot be `{}`", scalar.text),
                    help,
                );
            }
            scalar.text.clone()
        };
        let name = need("bundle", is_name, "a name holds letters, digits, `_` and `-`");
        let version = need("version", is_version, "write three numbers with dots, such as `1.0.0`");
        let language = need("language", |text| text == "1", "this engine knows rule language `1`");
        let currency =
            need("currency", is_currency, "write the three capital letters of ISO 4217, such as `CNY`");
        let minor_unit =
            MINOR_UNITS.iter().find(|(code, _)| *code == currency).map_or(2, |(_, places)| *places);
        let time_zone = fields.text("time_zone", reader).map(|scalar| {
            if !is_zone(&scalar.text) {
                reader.error(
                    Code::BadValue,
                    scalar.place,
                    format!("`time_zone` cannot be `{}`", scalar.text),
                    "write an IANA name, such as `Asia/Shanghai`",
                );
            }
            scalar.text.clone()
        });
        let time_zone = time_zone.unwrap_or_default();
        let owner = fields.text("owner", reader).map(|scalar| scalar.text.clone()).unwrap_or_default();
        let valid =
            fields.text("valid", reader).map(|scalar| Validity::read(scalar, reader)).unwrap_or_default();
        Self { name, version, language, currency, minor_unit, time_zone, valid, owner }
    }
}

impl Validity {
    fn read(scalar: &Scalar, reader: &mut Reader<'_>) -> Self {
        let day =
            |text: &str| if text.trim().is_empty() { Some(None) } else { Date::parse(text.trim()).map(Some) };
        let ends = scalar.text.split_once("..").and_then(|(from, to)| Some((day(from)?, day(to)?)));
        match ends {
            Some((from, to)) if from.is_none() || to.is_none() || from <= to => Self { from, to },
            _ => {
                reader.error(
                    Code::BadValue,
                    scalar.place,
                    format!("`valid` cannot be `{}`", scalar.text),
                    "write `2025-04-01..2026-03-31`; either end may be left out",
                );
                Self::default()
            }
        }
    }

    /// Whether a day lies within.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
}

fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let number =
        |part: &&str| (1..=9).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(number)
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_zone(text: &str) -> bool {
    text == "UTC"
        || (text.contains('/')
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte)))
}
