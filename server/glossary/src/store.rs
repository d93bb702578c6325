//! Items that are decoded when they are first asked for, so that starting costs nothing however many there are.

use std::{cmp::Ordering, collections::BTreeMap, sync::OnceLock};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::packed::{Bytes, Packed};

/// A list of items, each encoded by itself.
#[derive(Debug)]
pub(crate) struct Store<T: 'static> {
    /// The items of another store, which come first.
    beneath: Option<&'static Self>,
    /// Those of them that are otherwise here.
    changed: BTreeMap<usize, T>,
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
        Self { beneath: None, changed: BTreeMap::new(), items, image: Image::default() }
    }
}

impl<T> From<Image> for Store<T> {
    fn from(image: Image) -> Self {
        let count = image.starts.all().len().saturating_sub(1);
        let mut items = Vec::new();
        items.resize_with(count, OnceLock::new);
        Self { beneath: None, changed: BTreeMap::new(), items, image }
    }
}

impl<T: Default + Serialize + DeserializeOwned> Store<T> {
    /// Items behind those of another store, some of which are otherwise here.
    pub(crate) fn beside(beneath: &'static Self, changed: BTreeMap<usize, T>, items: Vec<T>) -> Self {
        Self { beneath: Some(beneath), changed, ..items.into() }
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.first() + self.items.len()
    }

    /// How many items of another store come first.
    pub(crate) fn first(&self) -> usize {
        self.beneath.map_or(0, Self::len)
    }

    /// An item.
    ///
    /// # Panics
    /// Where there is none, as a slice does.
    pub(crate) fn get(&self, at: usize) -> &T {
        match self.beneath {
            Some(beneath) if at < beneath.len() => self.changed.get(&at).unwrap_or_else(|| beneath.get(at)),
            _ => {
                let own = at - self.first();
                self.items[own].get_or_init(|| Box::new(self.decode(own)))
            }
        }
    }

    /// All items that are not another store's.
    pub(crate) fn own(&self) -> impl Iterator<Item = &T> {
        (self.first()..self.len()).map(|at| self.get(at))
    }

    /// The item that compares as equal. The items are sorted so, those of another store by themselves.
    pub(crate) fn find(&self, compare: impl Fn(&T) -> Ordering) -> Option<usize> {
        let search = |mut low: usize, mut high: usize| {
            while low < high {
                let middle = usize::midpoint(low, high);
                match compare(self.get(middle)) {
                    Ordering::Equal => return Some(middle),
                    Ordering::Less => low = middle + 1,
                    Ordering::Greater => high = middle,
                }
            }
            None
        };
        search(self.first(), self.len()).or_else(|| search(0, self.first()))
    }

    /// All items.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// All items, for a look that leaves nothing behind.
    pub(crate) fn each(&self, see: &mut dyn FnMut(usize, &T)) {
        if let Some(beneath) = self.beneath {
            beneath.each(&mut |at, item| see(at, self.changed.get(&at).unwrap_or(item)));
        }
        for (own, item) in self.items.iter().enumerate() {
            match item.get() {
                Some(item) => see(self.first() + own, item),
                None => see(self.first() + own, &self.decode(own)),
            }
        }
    }

    /// A text of each item, for a look that leaves nothing behind.
    pub(crate) fn texts(&self, text: impl Fn(&T) -> &str) -> Vec<String> {
        let mut texts = Vec::new();
        self.each(&mut |_, item| texts.push(text(item).to_owned()));
        texts
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
