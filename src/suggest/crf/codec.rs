//! Numbers as bytes, for model files.

/// The bytes end too early, or hold what cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// Puts numbers one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.byte((number & 0x7F) as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    pub(super) fn float(&mut self, number: f32) {
        self.0.extend(number.to_le_bytes());
    }

    /// The upper half of a number's bits: three digits are enough for what it is used for.
    pub(super) fn half(&mut self, number: f32) {
        self.0.extend(((number.to_bits() >> 16) as u16).to_le_bytes());
    }

    /// Words, with their length before them.
    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.bytes());
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend(bytes);
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        self.0
    }
}

/// Takes numbers off the front.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Broken> {
        let (first, rest) = self.0.split_first().ok_or(Broken)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn number(&mut self) -> Result<u32, Broken> {
        let mut number = 0_u32;
        for step in 0..5 {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7F).checked_shl(7 * step).ok_or(Broken)?;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Broken)
    }

    /// A number of things of at least a byte each: no more than there are bytes.
    pub(super) fn length(&mut self) -> Result<usize, Broken> {
        let length = self.number()? as usize;
        if length <= self.0.len() { Ok(length) } else { Err(Broken) }
    }

    pub(super) fn float(&mut self) -> Result<f32, Broken> {
        let (bytes, rest) = self.0.split_first_chunk::<4>().ok_or(Broken)?;
        self.0 = rest;
        Some(f32::from_le_bytes(*bytes)).filter(|number| number.is_finite()).ok_or(Broken)
    }

    pub(super) fn half(&mut self) -> Result<f32, Broken> {
        let (bytes, rest) = self.0.split_first_chunk::<2>().ok_or(Broken)?;
        self.0 = rest;
        let number = f32::from_bits(u32::from(u16::from_le_bytes(*bytes)) << 16);
        Some(number).filter(|number| number.is_finite()).ok_or(Broken)
    }

    pub(super) fn text(&mut self) -> Result<String, Broken> {
        let length = self.length()?;
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Broken)?;
        self.0 = rest;
        String::from_utf8(bytes.to_vec()).map_err(|_| Broken)
    }

    /// True where nothing is left.
    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}
