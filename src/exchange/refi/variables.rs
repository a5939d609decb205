//! Metadata and attributes of articles as variables of their sources.

use super::guid::Guids;
use super::xml::Xml;
use crate::model::{Article, AttributeId, AttributeKind, AttributeValue, Codebook, Date, Metadata, MetadataField};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io;

/// What a variable holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Holds {
    Field(MetadataField),
    Attribute(AttributeId),
}

/// A type of variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Boolean,
    Date,
}

#[derive(Clone, Debug)]
struct Variable {
    guid: String,
    name: String,
    definition: String,
    kind: Kind,
    holds: Holds,
}

/// All variables of a project.
#[derive(Clone, Debug)]
pub(super) struct Variables(Vec<Variable>);

/// The name of a field in Byline JSONL.
pub(super) fn field_name(field: MetadataField) -> &'static str {
    match field {
        MetadataField::Title => "title",
        MetadataField::Outlet => "outlet",
        MetadataField::Author => "author",
        MetadataField::Published => "published",
        MetadataField::Accessed => "accessed",
        MetadataField::Language => "language",
        MetadataField::Url => "url",
        MetadataField::ArchivedUrl => "archived_url",
    }
}

impl Variables {
    pub(super) fn of(guids: &Guids, codebook: &Codebook) -> Self {
        let mut variables = Vec::new();
        let mut names = BTreeSet::new();
        for field in MetadataField::ALL {
            names.insert(field.name().to_lowercase());
            let is_date = matches!(field, MetadataField::Published | MetadataField::Accessed);
            variables.push(Variable {
                guid: guids.make(&["field", field_name(field)]),
                name: field.name().to_owned(),
                definition: String::new(),
                kind: if is_date { Kind::Date } else { Kind::Text },
                holds: Holds::Field(field),
            });
        }
        for def in codebook.ordered_article_attributes() {
            let mut name = def.name.clone();
            if !names.insert(name.to_lowercase()) {
                name = format!("{name} ({})", def.id);
                names.insert(name.to_lowercase());
            }
            variables.push(Variable {
                guid: guids.make(&["article", def.id.as_str()]),
                name,
                definition: def.definition.clone(),
                kind: if def.kind == AttributeKind::Flag { Kind::Boolean } else { Kind::Text },
                holds: Holds::Attribute(def.id.clone()),
            });
        }
        Self(variables)
    }

    pub(super) fn write(&self, xml: &mut Xml<'_>) -> io::Result<()> {
        xml.open("Variables", &[])?;
        for variable in &self.0 {
            let kind = match variable.kind {
                Kind::Text => "Text",
                Kind::Boolean => "Boolean",
                Kind::Date => "Date",
            };
            xml.open("Variable", &[("guid", &variable.guid), ("name", &variable.name), ("typeOfVariable", kind)])?;
            xml.words("Description", &variable.definition)?;
            xml.close("Variable")?;
        }
        xml.close("Variables")
    }

    /// What each variable holds, by its GUID and name.
    pub(super) fn meanings(&self) -> Value {
        let one = |variable: &Variable| match &variable.holds {
            Holds::Field(field) => {
                json!({ "guid": variable.guid, "name": variable.name, "field": field_name(*field) })
            }
            Holds::Attribute(id) => json!({
                "guid": variable.guid, "name": variable.name, "attribute": id.as_str(),
                "flag": variable.kind == Kind::Boolean,
            }),
        };
        self.0.iter().map(one).collect()
    }

    pub(super) fn write_values(&self, xml: &mut Xml<'_>, article: &Article) -> io::Result<()> {
        for variable in &self.0 {
            let Some(value) = variable.value(article) else { continue };
            let element = match variable.kind {
                Kind::Text => "TextValue",
                Kind::Boolean => "BooleanValue",
                Kind::Date => "DateValue",
            };
            xml.open("VariableValue", &[])?;
            xml.empty("VariableRef", &[("targetGUID", &variable.guid)])?;
            xml.words(element, &value)?;
            xml.close("VariableValue")?;
        }
        Ok(())
    }

    /// Takes what variables hold out of an article's record; gives dates that no variable takes in words.
    pub(super) fn take_out(&self, article: &Article, kept: &mut Map<String, Value>) -> String {
        let mut told = Vec::new();
        for variable in &self.0 {
            let is_held = variable.value(article).is_some();
            match &variable.holds {
                Holds::Field(field) if is_held => {
                    kept.remove(field_name(*field));
                }
                Holds::Field(field) if variable.kind == Kind::Date => {
                    let date = Metadata::get(&article.metadata, *field);
                    told.extend((!date.is_empty()).then(|| format!("{}: {date}", variable.name)));
                }
                Holds::Attribute(id) if is_held => {
                    if let Some(Value::Object(attributes)) = kept.get_mut("attributes") {
                        attributes.remove(id.as_str());
                    }
                }
                _ => {}
            }
        }
        kept.retain(|name, value| name != "attributes" || value.as_object().is_some_and(|map| !map.is_empty()));
        told.join("\n")
    }
}

impl Variable {
    /// The value of an article as this variable's type takes it, where that is the whole of it.
    fn value(&self, article: &Article) -> Option<String> {
        let value = match &self.holds {
            Holds::Field(field @ (MetadataField::Published | MetadataField::Accessed)) => {
                let date = match field {
                    MetadataField::Published => article.metadata.published,
                    _ => article.metadata.accessed,
                };
                date.filter(|date| Date::is_full(*date)).map(|date| date.to_string())
            }
            Holds::Field(field) => Some(article.metadata.get(*field)),
            Holds::Attribute(id) => match (article.attributes.get(id)?, self.kind) {
                (AttributeValue::Flag(flag), Kind::Boolean) => Some(flag.to_string()),
                (AttributeValue::Text(words), Kind::Text) => Some(words.clone()),
                _ => None,
            },
        };
        value.filter(|value| !value.is_empty())
    }
}
