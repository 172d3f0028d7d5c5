using LoanServicing.Domain.Money;
using NodaTime;

namespace LoanServicing.Funding.Books;

/// <summary>One figure of a statement, in rials.</summary>
/// <param name="Count">Of disbursements: how many entries made it; else null.</param>
/// <param name="Entries">The addresses of <c>GET /funding/ledger</c> that show its entries, one for each account that it is made of.</param>
public sealed record StatementFigure(Rials AmountRials, long? Count, IReadOnlyList<string> Entries);

/// <summary>Principal. Opening + disbursed - returned - collected - written off = closing.</summary>
/// <param name="Tranche">Null for the pool.</param>
/// <param name="Opening">What borrowers owed the funder when the first day began.</param>
/// <param name="Returned">Paid out and come back whole.</param>
public sealed record PrincipalStatement(
    string? Tranche,
    StatementFigure Opening,
    StatementFigure Disbursed,
    StatementFigure Returned,
    StatementFigure Collected,
    StatementFigure WrittenOff,
    StatementFigure Closing);

/// <summary>Cash, orders in clearing included. Opening + deposited + collected + recovered + compensated + returned - disbursed - remitted = closing.</summary>
/// <param name="Recovered">Come back of principal that was written off.</param>
/// <param name="Compensated">
/// Paid by the other funder, which bears the losses of both first: written off less lost. Negative where this one paid; zero without an order of loss.
/// </param>
public sealed record CashStatement(
    StatementFigure Opening,
    StatementFigure Deposited,
    StatementFigure Collected,
    StatementFigure Recovered,
    StatementFigure Compensated,
    StatementFigure Returned,
    StatementFigure Disbursed,
    StatementFigure Remitted,
    StatementFigure Closing);

/// <summary>One funder's statement over some booking days.</summary>
/// <param name="Period">The accounting period, for instance <c>1405-08</c>, with which these days begin and in which they lie; null where there is none.</param>
/// <param name="PeriodState"><c>open</c>, <c>closing</c> or <c>closed</c>.</param>
public sealed record FunderStatementView(
    string Funder,
    LocalDate From,
    string FromPersian,
    LocalDate To,
    string ToPersian,
    string? Period,
    string? PeriodState,
    IReadOnlyList<PrincipalStatement> Tranches,
    PrincipalStatement Pool,
    CashStatement Cash)
{
    /// <summary>The figures one under the other, as CSV has them.</summary>
    internal IEnumerable<FigureRow> Lines() =>
        Tranches.Append(Pool).SelectMany(PrincipalLines).Concat(Named(
            "cash",
            null,
            ("opening", Cash.Opening),
            ("deposited", Cash.Deposited),
            ("collected", Cash.Collected),
            ("recovered", Cash.Recovered),
            ("compensated", Cash.Compensated),
            ("returned", Cash.Returned),
            ("disbursed", Cash.Disbursed),
            ("remitted", Cash.Remitted),
            ("closing", Cash.Closing)));

    private IEnumerable<FigureRow> PrincipalLines(PrincipalStatement figures) => Named(
        "principal",
        figures.Tranche,
        ("opening", figures.Opening),
        ("disbursed", figures.Disbursed),
        ("returned", figures.Returned),
        ("collected", figures.Collected),
        ("writtenOff", figures.WrittenOff),
        ("closing", figures.Closing));

    private IEnumerable<FigureRow> Named(string section, string? tranche, params IEnumerable<(string Name, StatementFigure Figure)> figures) =>
        figures.Select(each => new FigureRow(
            Funder, From, To, section, tranche, each.Name, each.Figure.Count, each.Figure.AmountRials, string.Join(' ', each.Figure.Entries)));
}

/// <summary>One figure of a statement as a row.</summary>
/// <param name="Section"><c>principal</c> or <c>cash</c>.</param>
/// <param name="Tranche">Null for the pool and for cash.</param>
internal sealed record FigureRow(
    string Funder, LocalDate From, LocalDate To, string Section, string? Tranche, string Figure, long? Count, Rials AmountRials, string Entries);
