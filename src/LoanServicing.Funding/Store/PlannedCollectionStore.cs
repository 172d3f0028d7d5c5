using LoanServicing.Domain.Loans;
using LoanServicing.Domain.Money;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>
/// What all contracts together still collect for the funders on each due date. Kept with every loan and receipt, so that a forecast looks at days and
/// never at loans.
/// </summary>
internal static class PlannedCollectionStore
{
    public const string SelectAll = "select due_date, alavi, sina from planned_collection order by due_date";

    public const string SelectBetween =
        "select due_date, alavi, sina from planned_collection where due_date >= @from and due_date <= @to order by due_date";

    /// <summary>All that is planned, and of it what has fallen due before a day.</summary>
    public const string SelectTotals =
        """
        select coalesce(sum(alavi), 0) as alavi, coalesce(sum(sina), 0) as sina,
          coalesce(sum(case when due_date < @from then alavi else 0 end), 0) as overdue_alavi,
          coalesce(sum(case when due_date < @from then sina else 0 end), 0) as overdue_sina
        from planned_collection
        """;

    private static readonly KeptSums Kept = new("planned_collection", ["due_date"], ["alavi", "sina"]);

    /// <summary>Adds to the days, given in their order.</summary>
    public static Task AddAsync(UnitOfWork unit, IReadOnlyList<PlannedCollection> changes) =>
        Kept.AddAsync(unit, [.. changes.Select(change => new object[] { change.DueDate, change.Shares.Alavi, change.Shares.Sina })]);
}

internal sealed record PlannedRow
{
    public LocalDate DueDate { get; init; }

    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }

    public FunderShares Shares => new(Alavi, Sina);
}

internal sealed record PlannedTotalsRow
{
    public Rials Alavi { get; init; }

    public Rials Sina { get; init; }

    public Rials OverdueAlavi { get; init; }

    public Rials OverdueSina { get; init; }

    public FunderShares All => new(Alavi, Sina);

    public FunderShares Overdue => new(OverdueAlavi, OverdueSina);
}
