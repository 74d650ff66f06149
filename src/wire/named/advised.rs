//! A named report together with the advice on its programmes, as the command line prints it. Nothing is named here.

use super::{
    NamedAdvice, NamedAsk, NamedBest, NamedBestChosen, NamedMissing, NamedProgramme, NamedReport,
};
use crate::calendar::Day;
use serde::Serialize;

/// A report with the advice on each programme in the programme's entry, and that of an estimate in the estimate: what
/// the command line prints.
#[derive(Debug, Serialize)]
pub struct AdvisedReport<'a> {
    city: &'a str,
    on: Day,
    programmes: Vec<AdvisedProgramme<'a>>,
    relevant: &'a [NamedMissing],
    questions_left_at_most: u32,
    best: &'a NamedBest,
    best_chosen: &'a NamedBestChosen,
    best_estimate: &'a Option<NamedBest>,
    best_estimate_chosen: &'a Option<NamedBestChosen>,
    decisive: &'a [NamedMissing],
    asks: &'a [NamedAsk],
}

#[derive(Debug, Serialize)]
struct AdvisedProgramme<'a> {
    #[serde(flatten)]
    report: &'a NamedProgramme,
    #[serde(flatten)]
    advice: &'a NamedAdvice,
}

impl<'a> AdvisedReport<'a> {
    /// Joins a report and the advice on its programmes, which is in the same order.
    #[must_use]
    pub fn new(report: &'a NamedReport, advice: &'a [NamedAdvice]) -> AdvisedReport<'a> {
        let NamedReport {
            city,
            on,
            programmes,
            relevant,
            questions_left_at_most,
            best,
            best_chosen,
            best_estimate,
            best_estimate_chosen,
            decisive,
            asks,
        } = report;
        let programmes = programmes.iter().zip(advice);
        AdvisedReport {
            city,
            on: *on,
            programmes: programmes
                .map(|(report, advice)| AdvisedProgramme { report, advice })
                .collect(),
            relevant,
            questions_left_at_most: *questions_left_at_most,
            best,
            best_chosen,
            best_estimate,
            best_estimate_chosen,
            decisive,
            asks,
        }
    }
}
