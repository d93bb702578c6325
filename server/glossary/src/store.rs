//! Items that are decoded when they are first asked for, so that starting costs nothing however many there are.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::packed::{Bytes, Packed};

/// A list of items, each encoded by itself.
#[derive(Debug)]
pub(crate) struct Store<T> {
    items: Vec<OnceLock<Box<T>>>,
    image: Image,
}

/// The encoded items of a [`Store`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Image {
    /// Where each item begins, and where the last one ends.
    starts: Packed,
    bytes: Bytes,
}

impl<T> From<Vec<T>> for Store<T> {
    fn from(items: Vec<T>) -> Self {
        let items = items.into_iter().map(|item| OnceLock::from(Box::new(item))).collect();
        Self { items, image: Image::default() }
    }
}

impl<T> From<Image> for Store<T> {
    fn from(image: Image) -> Self {
        let count = image.starts.all().len().saturating_sub(1);
        let mut items = Vec::new();
        items.resize_with(count, OnceLock::new);
        Self { items, image }
    }
}

impl<T: Default + Serialize + DeserializeOwned> Store<T> {
    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// An item.
    ///
    /// # Panics
    /// Where there is none, as a slice does.
    pub(crate) fn get(&self, at: usize) -> &T {
        self.items[at].get_or_init(|| Box::new(self.decode(at)))
    }

    /// All items.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// All items, for a look that leaves nothing behind.
    pub(crate) fn each(&self, mut see: impl FnMut(usize, &T)) {
        for (at, item) in self.items.iter().enumerate() {
            match item.get() {
                Some(item) => see(at, item),
                None => see(at, &self.decode(at)),
            }
        }
    }

    fn decode(&self, at: usize) -> T {
        let range = self.image.starts.get(at) as usize..self.image.starts.get(at + 1) as usize;
        let bytes = self.image.bytes.get(range).unwrap_or_default();
        postcard::from_bytes(bytes).expect("the image was encoded from items of this type")
    }

    /// The items, encoded.
    ///
    /// # Errors
    /// None that memory does not make.
    pub(crate) fn image(&self) -> postcard::Result<Image> {
        let (mut starts, mut bytes) = (vec![0], Vec::new());
        for item in self.iter() {
            bytes = postcard::to_extend(item, bytes)?;
            starts.push(bytes.len() as u32);
        }
        bytes.shrink_to_fit();
        Ok(Image { starts: Packed::new(&starts), bytes: bytes.into() })
    }
}
