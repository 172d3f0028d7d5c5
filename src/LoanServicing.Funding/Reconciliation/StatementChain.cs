using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using NodaTime;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>A statement of the bank among the others of its account.</summary>
internal sealed record ChainedStatement
{
    public Guid FileId { get; init; }

    public int Number { get; init; }

    public string? BankId { get; init; }

    public LocalDate PeriodFrom { get; init; }

    public LocalDate PeriodTo { get; init; }

    public Rials? Opening { get; init; }

    public Rials? Closing { get; init; }

    /// <summary>Of its file.</summary>
    public string Status { get; init; } = "";

    public bool IsBeingRead => Status == StatementFileRow.Reading;

    /// <summary>Whether it tells a part of one day, or that whole day, as the other does.</summary>
    public bool IsOfTheDayOf(ChainedStatement other) =>
        !ReferenceEquals(this, other) && PeriodFrom == PeriodTo && PeriodFrom == other.PeriodFrom && PeriodFrom == other.PeriodTo;
}

/// <summary>A statement that does not open with what the one before closed with: something between them was not sent, or was not stored.</summary>
internal sealed record StatementGap(ChainedStatement Statement, ChainedStatement Before)
{
    /// <summary>What the account gained between them without a line here; negative for what it lost.</summary>
    public Rials Differs => Statement.Opening!.Value - Before.Closing!.Value;
}

/// <summary>
/// The statements of an account, in the order of their periods. A bank may tell a day in several statements, in whatever order they come, or tell it again,
/// alone or with others: a statement is in place when any that ended last before it, or another of the same day, closed with its opening balance. One that
/// begins within a longer one cannot be compared so and is passed over; and so is one behind a statement without a balance.
/// </summary>
internal sealed class StatementChain
{
    private readonly List<StatementGap> _gaps = [];
    private readonly List<ChainedStatement> _ofDay = [];
    private List<ChainedStatement> _ends = [];
    private LocalDate? _reach;

    public IReadOnlyList<StatementGap> Gaps => _gaps;

    /// <summary>That with the opening balance of the whole, once all are in; null where there is no statement.</summary>
    public ChainedStatement? First { get; private set; }

    /// <summary>That with the closing balance of the whole, once all are in; null where there is no statement.</summary>
    public ChainedStatement? Last => _ends.Count == 0 ? null : LastOf(_ends);

    /// <summary>All of an account.</summary>
    /// <param name="statements">In the order of their first days.</param>
    public static StatementChain Of(IEnumerable<ChainedStatement> statements)
    {
        var chain = new StatementChain();
        foreach (var statement in statements)
        {
            chain.Add(statement);
        }

        chain.End();
        return chain;
    }

    public void Add(ChainedStatement statement)
    {
        if (_ofDay.Count > 0 && _ofDay[0].PeriodFrom != statement.PeriodFrom)
        {
            End();
        }

        _ofDay.Add(statement);
    }

    /// <summary>There are no more that begin on the day of those added last.</summary>
    public void End()
    {
        if (_ofDay.Count == 0)
        {
            return;
        }

        First ??= FirstOf(_ofDay);
        if (_reach < _ofDay[0].PeriodFrom)
        {
            _gaps.AddRange(_ofDay.Select(GapBefore).OfType<StatementGap>());
        }

        var reach = _ofDay.Max(statement => statement.PeriodTo);
        reach = _reach is { } before && before > reach ? before : reach;
        _ends = [.. _ends.Concat(_ofDay).Where(statement => statement.PeriodTo == reach)];
        _reach = reach;
        _ofDay.Clear();
    }

    private StatementGap? GapBefore(ChainedStatement statement)
    {
        if (statement.Opening is not { } opening || LastOf(_ends) is not { Closing: not null } before)
        {
            return null;
        }

        var ofDay = _ofDay.Where(other => other.IsOfTheDayOf(statement) && other.Closing is not null).ToList();
        return _ends.Concat(ofDay).Any(other => other.Closing == opening)
            ? null
            : new StatementGap(statement, ofDay.LastOrDefault(other => _ofDay.IndexOf(other) < _ofDay.IndexOf(statement)) ?? before);
    }

    /// <summary>Of several that end on one day, that which no other goes on from; one with a balance where there is one.</summary>
    private static ChainedStatement LastOf(List<ChainedStatement> ends) =>
        ends.FindLast(one => one.Closing is not null && !ends.Exists(other => other.IsOfTheDayOf(one) && other.Opening == one.Closing))
        ?? ends.FindLast(one => one.Closing is not null)
        ?? ends[^1];

    /// <summary>Of several that begin on one day, that which goes on from no other; one with a balance where there is one.</summary>
    private static ChainedStatement FirstOf(List<ChainedStatement> begins) =>
        begins.Find(one => one.Opening is not null && !begins.Exists(other => other.IsOfTheDayOf(one) && other.Closing == one.Opening))
        ?? begins.Find(one => one.Opening is not null)
        ?? begins[0];
}
