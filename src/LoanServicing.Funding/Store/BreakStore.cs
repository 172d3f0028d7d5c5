using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>A line or a movement that nothing matches, until it is matched or two people have said what it is.</summary>
internal sealed record BreakRow
{
    public const string OfLine = "line";
    public const string OfMovement = "movement";
    public const string OfSuspense = "suspense";

    public Guid BreakId { get; init; }

    public string Side { get; init; } = "";

    public string Kind { get; init; } = "";

    public bool Credit { get; init; }

    public Rials Amount { get; init; }

    public LocalDate ValueDate { get; init; }

    public Guid? OtherId { get; init; }

    public LocalDate OpenedOn { get; init; }

    public LocalDate? ClosedOn { get; init; }

    public string? ClosedAs { get; init; }

    public long Version { get; init; }

    public static BreakRow Of(StatementLineRow line, string kind, Guid? otherId, LocalDate today) => new()
    {
        BreakId = line.LineId,
        Side = OfLine,
        Kind = kind,
        Credit = line.Credit,
        Amount = line.Amount,
        ValueDate = line.ValueDate,
        OtherId = otherId,
        OpenedOn = today,
    };
}

internal static class BreakStore
{
    public const string Columns = "break_id, side, kind, credit, amount, value_date, other_id, opened_on, closed_on, closed_as, version";

    public const string SelectOne = $"select {Columns} from statement_break where break_id = @breakId";

    private const string Reopen =
        """
        update statement_break set closed_on = null, closed_as = null, kept_because = @reason, version = version + 1
        where break_id = @suspenseId and closed_on is not null
        """;

    private const string SelectOfReference =
        """
        select b.break_id from bank_movement m join statement_break b on b.break_id = m.subject_id
        where m.reference = @reference and m.amount = @amount and m.kind = 'suspense' and b.closed_on is null
        """;

    private const string SelectOfThemselves = "select break_id from statement_break where break_id in @lineIds and other_id = break_id and closed_on is null";

    private const string Insert =
        """
        insert into statement_break (break_id, side, kind, credit, amount, value_date, other_id, opened_on, closed_on, closed_as, version)
        values (@BreakId, @Side, @Kind, @Credit, @Amount, @ValueDate, @OtherId, @OpenedOn, null, null, 1)
        """;

    // A line that has been a break before.
    private const string Change =
        """
        update statement_break
        set kind = @Kind, other_id = @OtherId, opened_on = @OpenedOn, closed_on = null, closed_as = null, version = version + 1
        where break_id = @BreakId
        """;

    private const string Take = "update statement_break set version = version + 1 where break_id = @breakId and closed_on is null";

    private const string NameOther = "update statement_break set other_id = @otherId where break_id in @breakIds";

    private const string Close =
        """
        update statement_break set closed_on = @today, closed_as = @closedAs, version = version + 1
        where break_id in @breakIds and closed_on is null
        """;

    private const string OpenMissing =
        $"""
        insert into statement_break (break_id, side, kind, credit, amount, value_date, other_id, opened_on, closed_on, closed_as, version)
        select m.entry_id, '{BreakRow.OfMovement}', '{BreakKinds.MissingInBank}', m.credit, m.amount, m.value_date, null, @today, null, null, 1
        from bank_movement m
        where m.match_id is null and m.excluded = 0 and m.looked = 1 and m.value_date >= @first and m.value_date <= @last
          and not exists (select 1 from statement_break b where b.break_id = m.entry_id)
        """;

    public static Task<BreakRow?> FindAsync(UnitOfWork unit, Guid breakId) => unit.QuerySingleOrDefaultAsync<BreakRow>(SelectOne, new { breakId });

    /// <summary>The open break of money in suspense under this bank reference and of this amount.</summary>
    public static async Task<Guid?> InSuspenseAsync(UnitOfWork unit, string reference, Rials amount) =>
        (await unit.QueryAsync<Guid>(SelectOfReference, new { reference, amount })).Cast<Guid?>().FirstOrDefault();

    /// <summary>What was thought to be resolved is not.</summary>
    /// <param name="reason">Why the loan could not take it, a stable code.</param>
    public static Task ReopenOfSuspenseAsync(UnitOfWork unit, Guid suspenseId, string reason) => unit.ExecuteAsync(Reopen, new { suspenseId, reason });

    /// <summary>Whoever ends a break writes it first; where another has ended it meanwhile, this fails and the unit looks again.</summary>
    public static async Task TakeAsync(UnitOfWork unit, Guid breakId) =>
        RowVersion.Expect(await unit.ExecuteAsync(Take, new { breakId }), $"break {breakId:D}");

    /// <summary>These breaks ended together with another.</summary>
    public static Task NameOtherAsync(UnitOfWork unit, IReadOnlyList<Guid> breakIds, Guid otherId) =>
        breakIds.Count == 0 ? Task.CompletedTask : unit.ExecuteAsync(NameOther, new { breakIds = breakIds.ToSqlList(), otherId });

    public static async Task OpenAsync(UnitOfWork unit, BreakRow row)
    {
        if (await unit.ExecuteAsync(Change, row) == 0)
        {
            await unit.ExecuteAsync(Insert, row);
        }
    }

    public static Task CloseAsync(UnitOfWork unit, IReadOnlyList<Guid> breakIds, string closedAs, LocalDate today) =>
        breakIds.Count == 0 ? Task.CompletedTask : unit.ExecuteAsync(Close, new { breakIds = breakIds.ToSqlList(), closedAs, today });

    /// <summary>Opens a break for each movement that was looked for and that the bank should have shown on the days that its statements cover.</summary>
    public static async Task OpenMissingAsync(UnitOfWork unit, LocalDate today)
    {
        if (await StatementFileStore.CoveredAsync(unit) is ({ } first, { } last))
        {
            await unit.ExecuteAsync(OpenMissing, new { first, last, today });
        }
    }

    /// <summary>Of these lines by which the bank takes a booking back, those whose booking no statement has shown.</summary>
    public static async Task<IReadOnlyList<Guid>> OfThemselvesAsync(UnitOfWork unit, IReadOnlyList<Guid> lineIds)
    {
        var found = new List<Guid>();
        foreach (var some in lineIds.Chunk(StatementLineStore.AtOnce))
        {
            found.AddRange(await unit.QueryAsync<Guid>(SelectOfThemselves, new { lineIds = some.ToSqlList() }));
        }

        return found;
    }
}
