// fails: tests · belief: M14a
// 32 weather stations report their rain every hour. The numbers are in memory hour by hour.
//
// A processor keeps what it has read in a cache. It fetches a whole line of numbers that are
// next to each other, not one; to read from a line that is not in the cache is a miss, and a
// miss can take as long as a hundred additions. `Memory` is a toy with such a cache.
// You need not read the inside of `machine`: `read` gives the number at an index, and counts.
//
// Goal: the same sums, and every line is fetched only once.
// `machine`, its `Memory`, the signature of `rain_per_station` and the tests stay as they are.

mod machine {
    /// Memory with a toy cache: it keeps the 4 lines, of 8 numbers each, that were fetched last.
    pub struct Memory {
        numbers: Vec<u32>,
        cached: [usize; 4],
        misses: usize,
    }

    impl Memory {
        pub fn new(numbers: Vec<u32>) -> Memory {
            Memory { numbers, cached: [usize::MAX; 4], misses: 0 }
        }

        pub fn read(&mut self, index: usize) -> u32 {
            let line: usize = index / 8;
            if !self.cached.contains(&line) {
                self.cached.rotate_right(1); // the last one makes room ...
                self.cached[0] = line; //       ... for the new one
                self.misses += 1;
            }
            self.numbers[index]
        }

        pub fn misses(&self) -> usize {
            self.misses
        }
    }
}

use machine::Memory;

const STATIONS: usize = 32;
const HOURS: usize = 24;

fn rain_per_station(memory: &mut Memory) -> [u32; STATIONS] {
    let mut rain: [u32; STATIONS] = [0; STATIONS];
    for station in 0..STATIONS {
        let hours: [u32; HOURS] = std::array::from_fn(|hour| memory.read(hour * STATIONS + station));
        rain[station] = hours.iter().sum();
    }
    rain
}

fn main() {
    let mut memory: Memory = Memory::new(vec![1; HOURS * STATIONS]);
    let rain: [u32; STATIONS] = rain_per_station(&mut memory);
    println!("{} mm at station 0, {} misses.", rain[0], memory.misses());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fetches_every_line_once() {
        for seed in [7_919, 104_729, 31] {
            let numbers: Vec<u32> = (0..HOURS * STATIONS).map(|at| (at * at * seed % 1_009) as u32).collect();
            let at_station = |station: usize| numbers.iter().skip(station).step_by(STATIONS).sum();
            let sums: [u32; STATIONS] = std::array::from_fn(at_station);
            let mut memory: machine::Memory = machine::Memory::new(numbers);
            let got: [u32; STATIONS] = rain_per_station(&mut memory);
            assert_eq!(got, sums, "the rain of each station, over all hours");
            let misses: usize = memory.misses();
            assert_eq!(misses, 96, "96 lines hold all the numbers: 96 misses are enough");
        }
    }
}
