// fails: nothing-reported · belief: M14c
// A car radio stores stations. Each has a place of its own on the heap, and the radio keeps
// the address of each, and the address of the one that plays. `Box::into_raw` hands over the
// address of a box, which then is not freed by itself; `Box::from_raw` makes a box of the
// address again, and the box frees its place when it is dropped.
//
// There is a bug: some calls, in some order, make the radio read memory that is freed.
//
// Goal: write calls in `main` that make this happen, and read the report you get for it.
// `delete` alone is no error yet; somebody has to read.
// Everything but `main` stays as it is, and `main` needs no `unsafe`.

struct Radio {
    stations: Vec<*mut u32>,
    playing: *mut u32,
}

impl Radio {
    fn new() -> Radio {
        Radio { stations: Vec::new(), playing: std::ptr::null_mut() }
    }

    /// Stores a station, after those that are stored already.
    fn store(&mut self, frequency: u32) {
        self.stations.push(Box::into_raw(Box::new(frequency)));
    }

    /// Plays a stored station; the first one is number 0.
    fn play(&mut self, number: usize) {
        self.playing = self.stations[number];
    }

    /// Deletes a stored station and frees its place.
    fn delete(&mut self, number: usize) {
        let station: *mut u32 = self.stations.remove(number);
        drop(unsafe { Box::from_raw(station) });
    }

    /// The frequency of the station that plays.
    fn show(&self) -> Option<u32> {
        if self.playing.is_null() {
            return None;
        }
        let frequency: u32 = unsafe { *self.playing };
        Some(frequency)
    }
}

impl Drop for Radio {
    fn drop(&mut self) {
        while !self.stations.is_empty() {
            self.delete(0);
        }
    }
}

fn main() {
    let mut radio = Radio::new();
    radio.store(987);
    radio.store(1042);
    radio.play(0);
    radio.delete(1);
    println!("The radio shows {:?}.", radio.show());
}
