//! Dictionaries of several batches go into one only while its keys can tell all of their words.
use arrow_array::{Array, RecordBatch};
use arrow_data::ArrayData;
use arrow_schema::DataType;

/// How many words the dictionaries have that were seen so far, one for each place in the columns.
#[derive(Default)]
pub struct Tally(Vec<Words>);

struct Words {
    first: ArrayData,
    /// Whether all were the first.
    same: bool,
    sum: u64,
    most: u64,
}

impl Tally {
    /// Whether columns of a type have dictionaries.
    pub fn counts(kind: &DataType) -> bool {
        match kind {
            DataType::Dictionary(..) => true,
            DataType::Struct(fields) => fields.iter().any(|field| Self::counts(field.data_type())),
            DataType::List(item)
            | DataType::LargeList(item)
            | DataType::ListView(item)
            | DataType::LargeListView(item)
            | DataType::FixedSizeList(item, _)
            | DataType::Map(item, _)
            | DataType::RunEndEncoded(_, item) => Self::counts(item.data_type()),
            DataType::Union(members, _) => members.iter().any(|(_, field)| Self::counts(field.data_type())),
            _ => false,
        }
    }

    /// Counts the dictionaries of a batch; whether they still go into one with those before.
    pub fn takes(&mut self, batch: &RecordBatch, columns: &[usize]) -> bool {
        let mut found = Vec::new();
        for column in columns.iter().filter_map(|at| batch.columns().get(*at)) {
            dictionaries(&column.to_data(), &mut found);
        }
        let mut fits = true;
        for (at, (words, most)) in found.into_iter().enumerate() {
            let length = words.len() as u64;
            match self.0.get_mut(at) {
                Some(before) => {
                    before.same &= before.first.ptr_eq(&words);
                    before.sum = before.sum.saturating_add(length);
                    fits &= before.same || before.sum <= before.most;
                }
                None => self.0.push(Words { first: words, same: true, sum: length, most }),
            }
        }
        fits
    }
}

fn dictionaries(data: &ArrayData, found: &mut Vec<(ArrayData, u64)>) {
    if let (DataType::Dictionary(keys, _), [words]) = (data.data_type(), data.child_data()) {
        found.push((words.clone(), most(keys)));
    }
    data.child_data().iter().for_each(|child| dictionaries(child, found));
}

/// How many words keys can tell.
fn most(keys: &DataType) -> u64 {
    let bits = match keys {
        DataType::Int8 => 7,
        DataType::UInt8 => 8,
        DataType::Int16 => 15,
        DataType::UInt16 => 16,
        DataType::Int32 => 31,
        DataType::UInt32 => 32,
        _ => 63,
    };
    1 << bits
}
