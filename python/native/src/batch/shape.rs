//! Arrays of another library, looked at before they are taken: arrow-rs panics, or reads past an end, where an array is not of
//! the shape that its schema says.
#![expect(unsafe_code, reason = "the C data interface is pointers; each block says why it is sound")]

use std::ffi::c_void;
use std::ptr::NonNull;

use arrow_array::ffi::FFI_ArrowArray;
use arrow_data::layout;
use arrow_schema::DataType;

/// `struct ArrowArray` of the C data interface, whose members and their order its specification fixes.
#[repr(C)]
struct Raw {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut Self,
    dictionary: *mut Self,
    release: Release,
    private_data: *mut c_void,
}

type Release = Option<unsafe extern "C" fn(*mut FFI_ArrowArray)>;

/// Arrays of nulls that have more buffers than the specification allows, and how many.
type Excess = Vec<(NonNull<Raw>, i64)>;

/// The rows of a table, if they are of the shape of its columns; else what is wrong. polars gives columns of nothing but nulls
/// a buffer, which they must not have: it is not seen by whoever takes the array.
///
/// # Safety
///
/// The array is alive, and follows the C data interface but for what is looked at here.
pub unsafe fn shaped(mut array: FFI_ArrowArray, columns: &DataType) -> Result<FFI_ArrowArray, String> {
    let Some(root) = NonNull::new((&raw mut array).cast::<Raw>()) else { return Ok(array) };
    let mut excess = Excess::new();
    // SAFETY: `FFI_ArrowArray` is the struct of the specification, as `Raw` is; it is alive, and borrowed by nobody else.
    unsafe { look(root, columns, 0, &mut excess)? };
    if excess.is_empty() {
        return Ok(array);
    }
    // SAFETY: as above. All that is in excess is below the root, since that is a struct: the places stay where they are when
    // `array` is moved, and are alive until it is released, which puts back what was there first.
    unsafe {
        let root = root.as_ptr();
        let (release, private_data) = ((*root).release, (*root).private_data);
        for (place, _) in &excess {
            (*place.as_ptr()).n_buffers = 0;
        }
        let mended = Box::new(Mended { release, private_data, excess });
        (*root).private_data = Box::into_raw(mended).cast();
        (*root).release = Some(release_mended);
    }
    Ok(array)
}

/// What an array was before it was mended.
struct Mended {
    release: Release,
    private_data: *mut c_void,
    excess: Excess,
}

/// Gives the array back as its producer made it.
unsafe extern "C" fn release_mended(array: *mut FFI_ArrowArray) {
    // SAFETY: it is called once, with an array that `shaped` mended, whose private data is the box that was made there; what
    // is in excess is alive until the producer's own release.
    unsafe {
        let raw = array.cast::<Raw>();
        let mended = Box::from_raw((*raw).private_data.cast::<Mended>());
        for (place, buffers) in &mended.excess {
            (*place.as_ptr()).n_buffers = *buffers;
        }
        (*raw).private_data = mended.private_data;
        (*raw).release = mended.release;
        if let Some(release) = mended.release {
            release(array);
        }
    }
}

/// Looks at an array of at least so many values, and at all that it holds.
///
/// # Safety
///
/// The array is alive, and so is what it points to.
unsafe fn look(array: NonNull<Raw>, kind: &DataType, least: i64, excess: &mut Excess) -> Result<(), String> {
    // SAFETY: it is alive, and nobody writes to it meanwhile.
    let raw = unsafe { array.as_ref() };
    let end = raw.offset.checked_add(raw.length).filter(|_| raw.offset >= 0 && raw.length >= 0);
    let Some(end) = end.filter(|end| *end >= least) else {
        return Err(format!("{} values from {} on are not the {least} of its rows", raw.length, raw.offset));
    };
    if *kind == DataType::Null {
        if raw.n_buffers != 0 {
            excess.push((array, raw.n_buffers));
        }
        return Ok(());
    }
    // SAFETY: as for this function.
    unsafe { buffers(raw, kind, end)? };
    if let DataType::Dictionary(_, words) = kind {
        let dictionary = NonNull::new(raw.dictionary).ok_or("it has no dictionary")?;
        // SAFETY: what an array points to is alive as long as it is.
        return unsafe { look(dictionary, words, 0, excess) };
    }
    let children = children(kind, end);
    if raw.n_children != children.len() as i64 {
        return Err(match kind {
            DataType::Struct(_) => {
                format!("it has {} columns, and its schema has {}", raw.n_children, children.len())
            }
            _ => format!("it holds {} arrays, and {kind} holds {}", raw.n_children, children.len()),
        });
    }
    for (at, (name, kind, least)) in children.into_iter().enumerate() {
        if raw.children.is_null() {
            return Err("it lacks what it holds".to_owned());
        }
        // SAFETY: there are so many children, each of which is alive as long as the array.
        let child =
            NonNull::new(unsafe { *raw.children.add(at) }).ok_or_else(|| format!("`{name}` lacks"))?;
        // SAFETY: as for this function.
        unsafe { look(child, kind, least, excess) }.map_err(|what| format!("`{name}`: {what}"))?;
    }
    Ok(())
}

/// Whether the buffers are as many as those of the type, and those are there that arrow-rs reads before it asks.
///
/// # Safety
///
/// As for `look`.
unsafe fn buffers(raw: &Raw, kind: &DataType, end: i64) -> Result<(), String> {
    let found = raw.n_buffers;
    let (least, most) = match kind {
        DataType::Struct(_) | DataType::FixedSizeList(..) => (0, 1),
        DataType::Utf8View | DataType::BinaryView => (3, i64::from(i32::MAX)),
        DataType::RunEndEncoded(..) => return Ok(()),
        DataType::Dictionary(keys, _) => (buffers_of(keys), buffers_of(keys)),
        kind => (buffers_of(kind), buffers_of(kind)),
    };
    if found < least || found > most {
        return Err(format!("an array with {found} buffers is not of the type {kind}"));
    }
    let read_first = match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Binary | DataType::LargeBinary if end > 0 => Some(1),
        DataType::Utf8View | DataType::BinaryView if found > 3 => Some(found - 1),
        _ => None,
    };
    let lacks = |at: i64| {
        // SAFETY: there are more buffers than this number, which is not negative.
        raw.buffers.is_null() || usize::try_from(at).is_ok_and(|at| unsafe { *raw.buffers.add(at) }.is_null())
    };
    if (found > 0 && raw.buffers.is_null()) || read_first.is_some_and(lacks) {
        return Err(format!("an array of the type {kind} lacks its buffers"));
    }
    Ok(())
}

fn buffers_of(kind: &DataType) -> i64 {
    let layout = layout(kind);
    layout.buffers.len() as i64 + i64::from(layout.can_contain_null_mask)
}

/// What arrays of a type hold: names, types, and how many values there must be at least.
fn children(kind: &DataType, end: i64) -> Vec<(&str, &DataType, i64)> {
    match kind {
        DataType::Struct(fields) => {
            fields.iter().map(|field| (field.name().as_str(), field.data_type(), end)).collect()
        }
        DataType::List(item)
        | DataType::LargeList(item)
        | DataType::ListView(item)
        | DataType::LargeListView(item)
        | DataType::Map(item, _) => vec![(item.name(), item.data_type(), 0)],
        DataType::FixedSizeList(item, size) => {
            vec![(item.name(), item.data_type(), end.saturating_mul(i64::from(*size)))]
        }
        DataType::Union(members, mode) => {
            let least = if *mode == arrow_schema::UnionMode::Sparse { end } else { 0 };
            members.iter().map(|(_, field)| (field.name().as_str(), field.data_type(), least)).collect()
        }
        DataType::RunEndEncoded(ends, values) => {
            vec![(ends.name(), ends.data_type(), 0), (values.name(), values.data_type(), 0)]
        }
        _ => Vec::new(),
    }
}
