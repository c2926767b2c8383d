//! What a supervisor tells memkata: pieces of output, then the end. Each frame is a letter,
//! a length of four bytes (little endian), and that many bytes.

use std::io::{self, Read, Write};

use super::End;

/// No frame is longer; a reader refuses more, so that a fault cannot take the memory.
const LONGEST: usize = 1 << 20;

/// One message of a supervisor.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Frame {
    Stdout(Vec<u8>),
    Stderr(Vec<u8>),
    End { end: End, left_processes: bool },
}

impl Frame {
    /// Reads the next frame.
    pub(super) fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut head = [0; 5];
        from.read_exact(&mut head)?;
        let [letter, length @ ..] = head;
        let length = u32::from_le_bytes(length) as usize;
        if length > LONGEST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "frame too long"));
        }
        let mut body = vec![0; length];
        from.read_exact(&mut body)?;
        match letter {
            b'o' => Ok(Self::Stdout(body)),
            b'e' => Ok(Self::Stderr(body)),
            b'x' => {
                let (end, left_processes) = serde_json::from_slice(&body)?;
                Ok(Self::End { end, left_processes })
            }
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "unknown frame")),
        }
    }

    /// Writes this frame and flushes.
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        match self {
            Self::Stdout(body) => write(to, b'o', body),
            Self::Stderr(body) => write(to, b'e', body),
            Self::End { end, left_processes } => {
                write(to, b'x', &serde_json::to_vec(&(end, left_processes))?)
            }
        }
    }
}

fn write(to: &mut impl Write, letter: u8, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(body.len()).map_err(io::Error::other)?.to_le_bytes();
    to.write_all(&[letter, length[0], length[1], length[2], length[3]])?;
    to.write_all(body)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_were_sent() {
        let mut pipe = Vec::new();
        let sent = [
            Frame::Stdout(b"hello\n".to_vec()),
            Frame::Stderr(Vec::new()),
            Frame::End { end: End::Signaled(11), left_processes: true },
        ];
        for frame in &sent {
            frame.write(&mut pipe).expect("a vector takes everything");
        }
        let mut reader = pipe.as_slice();
        for frame in sent {
            assert_eq!(Frame::read(&mut reader).expect("the frame is whole"), frame);
        }
    }

    #[test]
    fn a_frame_of_absurd_length_is_refused_unread() {
        let head = [b'o', 255, 255, 255, 255];
        assert!(Frame::read(&mut head.as_slice()).is_err());
    }
}
