mod bounds;
mod expressions;
mod faults;
mod names;
mod unary;

use super::{parse_expression, parse_unary_tests};
use crate::feel::names::Names;
use crate::feel::shape::{cell_shape, shape};

fn with(text: &str, names: &[&str]) -> String {
    match parse_expression(text, &names.iter().collect()) {
        Ok(expr) => shape(&expr),
        Err(error) => panic!("{text}: {error:?}"),
    }
}

fn tree(text: &str) -> String {
    with(text, &[])
}

fn cell(text: &str) -> String {
    match parse_unary_tests(text, &Names::new()) {
        Ok(tests) => cell_shape(&tests),
        Err(error) => panic!("{text}: {error:?}"),
    }
}
