//! Dictionaries of keys that the engine gave.
#![expect(
    unsafe_code,
    reason = "the library looks at keys one by one; they are looked at many at a time here"
)]
use std::sync::Arc;

use arrow_array::types::ArrowDictionaryKeyType;
use arrow_array::{Array, ArrayRef, DictionaryArray, PrimitiveArray};
use arrow_buffer::ArrowNativeType;
use arrow_schema::ArrowError;
use engine_core::columns::wide;

/// The dictionary of these keys and words.
pub fn dictionary<K: ArrowDictionaryKeyType>(
    keys: PrimitiveArray<K>,
    words: &ArrayRef,
) -> Result<DictionaryArray<K>, ArrowError> {
    let (count, all) = (words.len(), keys.values().as_ref());
    let right = wide(
        #[inline(always)]
        move || all.iter().fold(true, |right, key| right & (key.as_usize() < count)),
    );
    if !right {
        return DictionaryArray::try_new(keys, Arc::clone(words));
    }
    // SAFETY: all that `try_new` refuses is a key below 0, or one that is no place among the words. Every key was found to be below their
    // number as an unsigned one, which a key below 0 is not.
    Ok(unsafe { DictionaryArray::new_unchecked(keys, Arc::clone(words)) })
}
