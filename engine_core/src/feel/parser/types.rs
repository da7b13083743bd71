//! Types as written after `instance of` and after a parameter's colon.

use super::Parser;
use crate::feel::ast::TypeName;
use crate::feel::error::Parsed;
use crate::feel::token::TokenKind;

impl Parser<'_> {
    pub(super) fn type_name(&mut self) -> Parsed<TypeName> {
        let outer = self.enter()?;
        let ty = self.type_here()?;
        self.leave(outer);
        Ok(ty)
    }

    fn type_here(&mut self) -> Parsed<TypeName> {
        let word = self.peek();
        if word.kind != TokenKind::Word {
            return Err(self.expected("a type"));
        }
        if !self.peek_at(1).is("<") {
            return self.named_type();
        }
        match word.text {
            "list" => Ok(TypeName::List(Box::new(self.inner_type()?))),
            "range" => Ok(TypeName::Range(Box::new(self.inner_type()?))),
            "context" => self.context_type(),
            "function" => self.function_type(),
            _ => self.named_type(),
        }
    }

    fn named_type(&mut self) -> Parsed<TypeName> {
        if let Some(name) = self.phrase(|names| &names.types, false) {
            return Ok(TypeName::Named(name));
        }
        let mut name = self.advance().text.to_owned();
        while self.is(".") && self.peek_at(1).kind == TokenKind::Word {
            self.advance();
            name.push('.');
            name.push_str(self.advance().text);
        }
        Ok(TypeName::Named(name))
    }

    fn inner_type(&mut self) -> Parsed<TypeName> {
        self.at += 2;
        let inner = self.type_name()?;
        self.need(">", "after the type of the elements")?;
        Ok(inner)
    }

    fn context_type(&mut self) -> Parsed<TypeName> {
        self.at += 2;
        let mut members = Vec::new();
        while !self.is(">") {
            let (name, _) = self.label("the member")?;
            members.push((name, self.type_name()?));
            if !self.take(",") {
                break;
            }
        }
        self.need(">", "or `,` after the type of the member")?;
        Ok(TypeName::Context(members))
    }

    fn function_type(&mut self) -> Parsed<TypeName> {
        self.at += 2;
        let mut parameters = Vec::new();
        while !self.is(">") {
            parameters.push(self.type_name()?);
            if !self.take(",") {
                break;
            }
        }
        self.need(">", "or `,` after the type of the parameter")?;
        self.need("->", "and the type of the result after `function<…>`")?;
        Ok(TypeName::Function(parameters, Box::new(self.type_name()?)))
    }
}
