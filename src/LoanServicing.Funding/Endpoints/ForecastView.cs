using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>
/// The funders' cash as it will be if every borrower pays on the due date and every order at the bank is paid. Principal only: fees are the servicing
/// bank's, and what waits for a second person is not counted.
/// </summary>
/// <param name="AsOf">The business date, and the first day of the forecast.</param>
/// <param name="Items">Each day for each funder, in that order.</param>
public sealed record ForecastView(
    LocalDate AsOf, string AsOfPersian, LocalDate Through, string ThroughPersian, IReadOnlyList<FunderForecast> Funders, IReadOnlyList<ForecastDay> Items);

/// <summary>What is known of a funder's cash and has no day.</summary>
/// <param name="CashRials">What the bank holds for the funder now, orders that are not confirmed included.</param>
/// <param name="PromisedRials">Reserved for approved applications and not ordered yet: it may be paid out on any day.</param>
/// <param name="OverdueRials">Fell due before the first day and is not repaid; counted on no day.</param>
/// <param name="UnplannedRials">Owed by loans whose plan the books do not know, paid out before it was kept; counted on no day.</param>
public sealed record FunderForecast(string Funder, Rials CashRials, Rials PromisedRials, Rials OverdueRials, Rials UnplannedRials);

/// <summary>One funder's cash on one day. Opening + collections - payments = closing.</summary>
/// <param name="CollectionsRials">Principal that falls due on this day by contract and is not repaid yet.</param>
/// <param name="PaymentsRials">Orders at the bank, on the first day.</param>
/// <param name="ClosingAfterPromisesRials">What is left of the closing cash if all that is promised has been paid out as well.</param>
public sealed record ForecastDay(
    LocalDate Date,
    string DatePersian,
    string Funder,
    Rials OpeningRials,
    Rials CollectionsRials,
    Rials PaymentsRials,
    Rials ClosingRials,
    Rials ClosingAfterPromisesRials);
