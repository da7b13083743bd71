//! Scorecards in the canonical form. What a card leaves out is not in it, so that its digest does not depend on what other cards can say.

use serde_json::{Value as Json, json};

use super::{add, column, sorted};
use crate::flow::Checked;
use crate::scorecard::{
    Against, Arithmetic, Characteristic, CheckedCard, CheckedReasons, Law, Method, Scale,
};
use crate::value::Number;

pub(super) fn card(card: &CheckedCard, checked: &Checked) -> Json {
    let mut json = json!({
        "start": number(card.start),
        "reasons": card.reasons.as_ref().map(|reasons| self::reasons(reasons, checked)),
        "characteristics": card.characteristics.iter().map(characteristic).collect::<Vec<_>>(),
    });
    law(&card.law, &mut json);
    if !card.bounds.is_empty() {
        let bounds = card.bounds.iter().map(|bound| {
            let of = bound
                .parts
                .iter()
                .filter_map(|&part| Some(&card.characteristics.get(part)?.column.canonical));
            json!({
                "group": bound.name,
                "of": of.collect::<Vec<_>>(),
                "within": [bound.low.map(number), bound.high.map(number)],
            })
        });
        add(&mut json, "bounds", sorted(bounds, "group"));
    }
    json
}

fn number(number: Number) -> String {
    number.normalized().to_string()
}

fn numbers(all: &[Number]) -> Json {
    all.iter().map(|one| number(*one)).collect()
}

fn characteristic(part: &Characteristic) -> Json {
    let mut json =
        json!({"of": column(&part.column), "points": numbers(&part.points), "reasons": part.codes});
    match &part.against {
        Against::Nothing | Against::Best => {}
        Against::Average(shares) => add(&mut json, "shares", numbers(shares)),
        Against::Below(baselines) | Against::Above(baselines) => {
            add(&mut json, "baselines", numbers(baselines));
        }
    }
    json
}

fn law(law: &Law, json: &mut Json) {
    match law.arithmetic {
        Arithmetic::Exact => {}
        Arithmetic::Float | Arithmetic::FloatStartLast => {
            add(json, "arithmetic", law.arithmetic.word().into());
        }
    }
    if let Some(Scale { points, odds, pdo, .. }) = law.scale {
        let odds = [number(odds.0), number(odds.1)];
        add(json, "scale", json!({"points": number(points), "odds": odds, "pdo": number(pdo)}));
    }
    if let Some(round) = law.round {
        add(json, "round", round.words().into());
    }
}

fn reasons(reasons: &CheckedReasons, checked: &Checked) -> Json {
    let choice = &reasons.choice;
    let mut json = json!({
        "top": choice.top.to_string(),
        "given": choice.given.word(),
        "keep_zero": choice.keep_zero,
        "shared": choice.shared.word(),
    });
    match choice.method {
        Method::BelowBest => {}
        Method::BelowAverage | Method::BelowBaseline | Method::AboveBaseline => {
            add(&mut json, "method", json!(choice.method.word()));
        }
    }
    for (key, indices) in [("always", &reasons.always), ("never_tell", &reasons.never_tell)] {
        if !indices.is_empty() {
            let code = |index: &u16| Some(&checked.reasons.codes.get(usize::from(*index))?.code);
            let mut codes: Vec<&String> = indices.iter().filter_map(code).collect();
            codes.sort();
            add(&mut json, key, json!(codes));
        }
    }
    json
}
