//! Texts of another library are bytes: nothing but a look shows that they are UTF-8, which every text of Rust must be.
use arrow_array::cast::AsArray;
use arrow_array::types::ByteArrayType;
use arrow_array::{Array, GenericByteArray, RecordBatch, StringViewArray};
use arrow_buffer::ArrowNativeType;
use arrow_schema::{ArrowError, DataType};

use super::columns::find;
use super::setting::Setting;

impl Setting {
    /// An error where a column that is read holds texts that are not UTF-8.
    pub fn texts_are_utf8(&self, batches: &[RecordBatch]) -> Result<(), ArrowError> {
        let name = |id| self.program().checked.schema.get(id).map_or("", |fact| fact.name.as_str());
        let facts = self.plan.facts.iter();
        let facts = facts.filter_map(|fact| Some((name(fact.id), fact.path.as_ref()?)));
        let causes = self.plan.causes.iter().map(|cause| (cause.name.as_str(), &cause.path));
        for (name, path) in facts.chain(causes) {
            for batch in batches {
                if !sound(find(batch, path)?.as_ref()) {
                    let words = format!("the column of `{name}` holds texts that are not UTF-8");
                    return Err(ArrowError::CDataInterface(words));
                }
            }
        }
        Ok(())
    }
}

fn sound(array: &dyn Array) -> bool {
    match array.data_type() {
        DataType::Utf8 => bytes(array.as_string::<i32>()),
        DataType::LargeUtf8 => bytes(array.as_string::<i64>()),
        DataType::Utf8View => views(array.as_string_view()),
        DataType::Dictionary(..) => sound(array.as_any_dictionary().values().as_ref()),
        DataType::List(_) => sound(array.as_list::<i32>().values().as_ref()),
        DataType::LargeList(_) => sound(array.as_list::<i64>().values().as_ref()),
        DataType::FixedSizeList(..) => sound(array.as_fixed_size_list().values().as_ref()),
        _ => true,
    }
}

fn bytes<T: ByteArrayType>(array: &GenericByteArray<T>) -> bool {
    let (all, offsets) = (array.value_data(), array.value_offsets());
    let text = |from: usize, to: usize| all.get(from..to);
    let ends = offsets.first().zip(offsets.last()).map(|(from, to)| (from.as_usize(), to.as_usize()));
    if ends.and_then(|(from, to)| text(from, to)).is_some_and(<[u8]>::is_ascii) {
        return true;
    }
    let mut values = offsets.iter().zip(offsets.iter().skip(1)).enumerate();
    values.all(|(row, (from, to))| {
        let text = text(from.as_usize(), to.as_usize());
        array.is_null(row) || text.is_some_and(|text| std::str::from_utf8(text).is_ok())
    })
}

fn views(array: &StringViewArray) -> bool {
    // A short text lies within its view, behind its length, and zeros after it.
    const LONGEST: u32 = 12;
    const NOT_ASCII: u128 = 0x8080_8080_8080_8080_8080_8080_0000_0000;
    let texts = array.clone().to_binary_view();
    array.views().iter().enumerate().all(|(row, view)| {
        let short = *view as u32 <= LONGEST && view & NOT_ASCII == 0;
        short || array.is_null(row) || std::str::from_utf8(texts.value(row)).is_ok()
    })
}
