//! Samples, and taking them in turn.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Samples of one thing, in its unit.
#[derive(Debug, Clone, Default)]
pub struct Series(pub Vec<f64>);

impl Series {
    /// A single number.
    pub fn one(number: f64) -> Self {
        Self(vec![number])
    }

    pub fn push(&mut self, took: Duration) {
        self.0.push(took.as_secs_f64() * 1000.0);
    }

    /// The middle sample; of an even number, the mean of the two in the middle.
    pub fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let half = sorted.len() / 2;
        match sorted.len() {
            0 => f64::NAN,
            length if length % 2 == 1 => sorted[half],
            _ => f64::midpoint(sorted[half - 1], sorted[half]),
        }
    }

    pub fn max(&self) -> f64 {
        self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Of samples of a time in milliseconds: how much of `count` is done in a second.
    pub fn per_second(&self, count: usize) -> Self {
        Self(self.0.iter().map(|ms| count as f64 * 1000.0 / ms).collect())
    }

    pub fn min(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }
}

/// How long `work` took.
pub fn timed(work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let started = Instant::now();
    work()?;
    Ok(started.elapsed())
}

/// Takes samples of both in turn, A B A B …, so that whatever else the machine is doing meets
/// both alike. One round ahead is not counted: it fills caches. Both are told the number of
/// the round, from which they make an edit that was never seen before.
pub fn in_turn(
    runs: usize,
    mut ours: impl FnMut(usize) -> Result<Duration>,
    mut theirs: impl FnMut(usize) -> Result<Duration>,
) -> Result<(Series, Series)> {
    let (mut a, mut b) = (Series::default(), Series::default());
    for round in 0..=runs {
        let (took_a, took_b) = (ours(round)?, theirs(round)?);
        if round > 0 {
            a.push(took_a);
            b.push(took_b);
        }
    }
    Ok((a, b))
}

/// Takes samples of one alone, where the two are not held against each other.
pub fn alone(runs: usize, mut work: impl FnMut() -> Result<()>) -> Result<Series> {
    work()?;
    let mut series = Series::default();
    for _ in 0..runs {
        series.push(timed(&mut work)?);
    }
    Ok(series)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(Series(vec![3.0, 1.0, 2.0]).median(), 2.0);
        assert_eq!(Series(vec![4.0, 1.0, 2.0, 3.0]).median(), 2.5);
        assert_eq!(Series(vec![4.0, 1.5]).min(), 1.5);
        assert_eq!(Series(vec![500.0, 2000.0]).per_second(10).max(), 20.0);
    }
}
