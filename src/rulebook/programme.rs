//! A programme's rules as data: validity, window, benefit, amount, exclusions, obligations and key dates. Nothing
//! here says whether rules are valid.

use crate::amount::Rounding;
use crate::index::{
    ExprIndex, FactIndex, ProgrammeInYear, ProgrammeIndex, ReadingIndex, RequirementIndex,
    SourceIndex,
};
use crate::possible::Options;
use strum::{IntoStaticStr, VariantArray};

/// One benefit of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// The programme's id, the same in every year.
    pub id: String,
    /// Its index among the city's programmes, the same in every year. Programmes are numbered over all
    /// years, in the order in which they first occur.
    pub number: ProgrammeIndex,
    /// The programme of earlier years in whose place it stands: where its own amount is not known, that one's is a
    /// reference.
    pub continues: Option<ProgrammeIndex>,
    /// First day on which these rules hold, by number.
    pub valid_from: i32,
    /// Last day on which they hold. It may lie in a later fiscal year, before the rules of the programme in that
    /// year begin, if it has any.
    pub valid_to: i32,
    /// The date fact that must lie between those days; the application date, if absent.
    pub valid_by: Option<FactIndex>,
    /// When applications are taken.
    pub window: WindowDates,
    /// What is given.
    pub benefit: Benefit,
    /// Who pays.
    pub payer: Party,
    /// Who is paid.
    pub payee: Party,
    /// Programmes that a household cannot have together with this one.
    pub exclusive: Vec<Exclusion>,
    /// The top group.
    pub requires: RequirementIndex,
    /// How much, if the source gives a figure at all.
    pub amount: Option<Amount>,
    /// The node of the amount paid, which the sums that the household may owe depend on.
    pub award: Option<ExprIndex>,
    /// What the household may owe after the award, then the days that it has to know.
    pub later: Vec<Later>,
    /// The sources that it cites.
    pub sources: Vec<SourceIndex>,
}

/// Something of the time after the award: a debt that arises if something happens, or a day that the household has to
/// know. Two such days with the same id, one after the other, are the first and the last of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Later {
    /// The id.
    pub id: String,
    /// The last day on which the debt can arise, or the day to know. Absent if a debt has no end, or if no source
    /// states it.
    pub day: Option<ExprIndex>,
    /// The yen owed. Where the rules ask about no event, they are owed if it happens. Absent for a day to know.
    pub owed: Option<ExprIndex>,
}

impl Programme {
    /// Calls `visit` for each expression about the time after the award.
    pub(super) fn for_each_later(&mut self, visit: &mut dyn FnMut(&mut ExprIndex)) {
        self.award.iter_mut().for_each(&mut *visit);
        for Later { id: _, day, owed } in &mut self.later {
            day.iter_mut().for_each(&mut *visit);
            owed.iter_mut().for_each(&mut *visit);
        }
    }
}

/// The known dates of the application window, as day numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WindowDates {
    /// First day on which applications are taken.
    pub opens: Option<i32>,
    /// Last day, if announced beforehand.
    pub closes: Option<i32>,
    /// A day on which somebody saw it open.
    pub seen_open: Option<i32>,
    /// A day on which somebody saw it closed. The day it closed is not known.
    pub seen_closed: Option<i32>,
    /// Whether it closed because the budget was used up.
    pub budget_reached: bool,
}

/// What a programme gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Benefit {
    /// Money.
    Cash,
    /// Part of what was spent.
    Reimbursement,
    /// Vouchers.
    Voucher,
    /// A fee that the household need not pay.
    FeeWaiver,
    /// A loan.
    Loan,
    /// A service.
    Service,
    /// The use of a place.
    Facility,
    /// Less tax.
    TaxRelief,
}

impl Benefit {
    /// Whether it is money or as good as money. No sum includes other benefits.
    #[must_use]
    pub fn is_money(self) -> bool {
        match self {
            Benefit::Cash | Benefit::Reimbursement | Benefit::Voucher => true,
            Benefit::FeeWaiver
            | Benefit::Loan
            | Benefit::Service
            | Benefit::Facility
            | Benefit::TaxRelief => false,
        }
    }
}

/// Who pays or is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Party {
    /// The city.
    City,
    /// An employer.
    Employer,
    /// The household.
    Household,
    /// A worker.
    Worker,
    /// Another organisation, such as a cooperative.
    Other,
}

/// A programme that a household cannot have together with another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exclusion {
    /// The other programme, by whichever rules hold for it.
    pub programme: ProgrammeIndex,
    /// Whether the exclusion is only inferred from the sources.
    pub inferred: bool,
    /// The meanings of a reading under which it holds; it always holds, if absent.
    pub under: Option<Under>,
}

/// Some meanings of a reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Under {
    /// The reading.
    pub reading: ReadingIndex,
    /// Its choices: some, and not all.
    pub choices: Options,
}

/// The most that several programmes of a year pay together.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedCap {
    /// The cap's id.
    pub id: String,
    /// The programmes that share it.
    pub programmes: Vec<ProgrammeInYear>,
    /// The cap in yen.
    pub yen: ExprIndex,
}

/// How much a programme gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// The parts, to be added up. Each is for one instalment.
    pub parts: Vec<Part>,
    /// The steps from the sum to the amount, in this order.
    pub then: Vec<Step>,
    /// Instalments, if there are several.
    pub schedule: Option<Schedule>,
}

impl Amount {
    /// The instalments in runs in which the same parts are paid, in order.
    #[must_use]
    pub fn runs(&self) -> Vec<Instalments> {
        let times = self.schedule.map_or(1, |schedule| schedule.times);
        let limits = self.parts.iter().filter_map(|part| part.instalments);
        let mut runs = Vec::new();
        let mut first = 1;
        while first <= times {
            let ends = limits.clone().flat_map(|one| [one.first.saturating_sub(1), one.last]);
            let last = ends.filter(|end| (first..times).contains(end)).min().unwrap_or(times);
            runs.push(Instalments { first, last });
            first = last.saturating_add(1);
        }
        runs
    }

    /// The values of its parts, then those in its steps.
    #[must_use]
    pub fn exprs(&self) -> Vec<ExprIndex> {
        let mut found = Vec::new();
        for part in &self.parts {
            found.push(part.value);
        }
        found.extend(self.then.iter().filter_map(|step| step.expr()));
        found
    }
}

/// A part of an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The part's id.
    pub id: String,
    /// Yen.
    pub value: ExprIndex,
    /// Whether the source gives an upper limit only (最大, 以内).
    pub ceiling: bool,
    /// The instalments in which it is paid; all of them, if absent.
    pub instalments: Option<Instalments>,
    /// Who pays this part, if not the programme's payer.
    pub payer: Option<Party>,
    /// Who is paid this part, if not the programme's payee. The sum leaves such a part out.
    pub payee: Option<Party>,
}

/// Some instalments, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instalments {
    /// The first, from 1.
    pub first: u16,
    /// The last.
    pub last: u16,
}

impl Instalments {
    /// Their number.
    #[must_use]
    pub fn count(self) -> u16 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

impl Part {
    /// Whether it is paid in an instalment.
    #[must_use]
    pub fn is_paid_in(&self, instalment: u16) -> bool {
        self.instalments.is_none_or(|own| (own.first..=own.last).contains(&instalment))
    }
}

/// A step from the sum of the parts to the amount.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// At most this much.
    Cap(ExprIndex),
    /// Rounded.
    Round {
        /// Which way.
        way: Rounding,
        /// To a multiple of this many yen.
        unit: u32,
    },
    /// This much: the sum of the parts after the steps before and a rounding that no source states.
    Total(ExprIndex),
}

impl Step {
    /// The expression that it reads.
    #[must_use]
    pub fn expr(self) -> Option<ExprIndex> {
        match self {
            Step::Cap(expr) | Step::Total(expr) => Some(expr),
            Step::Round { way: _, unit: _ } => None,
        }
    }
}

/// Instalments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schedule {
    /// The time from one to the next.
    pub every: Every,
    /// Their number.
    pub times: u16,
}

/// The time from one instalment to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "snake_case")]
pub enum Every {
    /// A month.
    Month,
    /// A year.
    Year,
}
