//! Resolves the statements of entries: the property that is meant, its values within that property's range, and where it is
//! said. The expressions of a statement, and the entry that it is of, are resolved in `compile`.

use std::collections::BTreeMap;

use crate::{
    ChoiceId, Citation, Localized, Property, Quantity, Range, Statement, Value,
    compile::{Compiler, localized, nearest},
    problem::Place,
    raw::{RawStatement, RawValue},
    value,
};

impl Compiler<'_> {
    pub(crate) fn statement(
        &mut self,
        raw: &RawStatement,
        line: u32,
        place: &Place,
        properties: &[Property],
    ) -> Option<Statement> {
        let Some(&property) = self.properties.get(raw.property.as_str()) else {
            let remedy = nearest(&raw.property, self.properties.keys().copied(), &[]);
            self.report(
                "glossary/unknown-property",
                place.clone(),
                format!("there is no property {:?}", raw.property),
                remedy,
            );
            return None;
        };
        let range = &properties.get(property.0 as usize)?.range;
        let values = self.values(&raw.value, range, place);
        if values.is_empty() {
            return None;
        }
        let accept = raw.accept.as_ref().map(|accept| self.values(accept, range, place)).unwrap_or_default();
        let than = raw.than.as_ref().and_then(|than| self.reference(than, place));
        let cite = self.citations(raw.cite.as_ref(), place);
        let examples = |examples: &BTreeMap<String, Vec<String>>| Localized {
            en: examples.get("en").cloned().unwrap_or_default(),
            zh: examples.get("zh").cloned().unwrap_or_default(),
        };
        Some(Statement {
            property,
            values,
            accept,
            polarity: raw.polarity.unwrap_or(true),
            complete: raw.complete,
            variant: raw.variant.as_ref().and_then(|variant| {
                let texts: Vec<String> = variant.flat().iter().filter_map(|value| value.text()).collect();
                (!texts.is_empty()).then(|| texts.join("|"))
            }),
            than,
            refutes: examples(&raw.refutes),
            allows: examples(&raw.allows),
            cite,
            line,
        })
    }

    fn values(&mut self, raw: &RawValue, range: &Range, place: &Place) -> Vec<Value> {
        raw.flat().into_iter().filter_map(|value| self.value(value, range, place)).collect()
    }

    fn value(&mut self, raw: &RawValue, range: &Range, place: &Place) -> Option<Value> {
        if let (RawValue::Localized(text), Range::Text) = (raw, range) {
            return Some(Value::Text(localized(text)));
        }
        let text = raw.text().unwrap_or_default();
        let value = match range {
            Range::Entry(kinds) => {
                let entry = self.reference(&text, place)?;
                let kind = self.kind(entry, &text)?;
                kinds.iter().any(|known| known == kind).then_some(Value::Entry(entry))
            }
            Range::Choice(choices) | Range::Order(choices) | Range::Direction(choices) => (0..)
                .map(ChoiceId)
                .zip(choices)
                .find(|(_, choice)| choice.name == text)
                .map(|(id, _)| Value::Choice(id)),
            Range::Quantity { .. } => {
                value::quantity(&text).map(|number| Value::Quantity(Quantity { number, text: text.clone() }))
            }
            Range::Date => value::date(&text).map(Value::Date),
            Range::Text => Some(Value::Text(Localized { en: text.clone(), zh: text.clone() })),
        };
        if value.is_none() {
            let message = format!("{text:?} is not a value of this property");
            self.report(
                "glossary/value-out-of-range",
                place.clone(),
                message,
                format!("it takes {}", value::describe(range)),
            );
        }
        value
    }

    fn citations(&mut self, raw: Option<&RawValue>, place: &Place) -> Vec<Citation> {
        let Some(raw) = raw else {
            self.report(
                "glossary/uncited",
                place.clone(),
                "the statement has no citation",
                "add cite: \"@key, locator\"",
            );
            return Vec::new();
        };
        let mut citations = Vec::new();
        for text in raw.flat().into_iter().filter_map(RawValue::text) {
            let (key, locator) = text.split_once(',').unwrap_or((&text, ""));
            let key = key.trim().trim_start_matches(['[', '@']).trim_end_matches(']');
            let known = self.sources.get(key).copied().or_else(|| self.beneath?.source_named(key));
            if let Some(source) = known {
                citations.push(Citation { source, locator: locator.trim().trim_end_matches(']').to_owned() });
            } else {
                let beneath = self.beneath.map(|beneath| beneath.sources.texts(|source| &source.key));
                let remedy = nearest(key, self.sources.keys().copied(), &beneath.unwrap_or_default());
                self.report("glossary/unknown-source", place.clone(), format!("there is no source {key:?}"), remedy);
            }
        }
        citations
    }
}
