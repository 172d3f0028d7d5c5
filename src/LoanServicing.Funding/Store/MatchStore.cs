using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>What was found to be the same money.</summary>
internal static class MatchStore
{
    public const string ByAmountAndDate = "amount-and-date";

    private const string Insert =
        """
        insert into bank_match (match_id, matched_by, credit, amount, lines, movements, business_date, at, request_id)
        values (@matchId, @matchedBy, @credit, @amount, @lines, @movements, @businessDate, @at, @requestId)
        """;

    private const string CompareAgain =
        $"""
        update statement_file set status = '{StatementFileRow.Read}'
        where status = '{StatementFileRow.Compared}' and file_id in (select l.file_id from statement_line l where l.match_id = @matchId and l.sent_as is null)
        """;

    private const string SelectLines = $"select {StatementLineStore.Columns} from statement_line where match_id = @matchId";

    private const string CountMovements = "select count(*) from bank_movement where match_id = @matchId";

    private const string SelectMovements = $"select {BankMovementStore.Columns} from bank_movement where match_id = @matchId order by entry_id";

    private const string FreeMovements = "update bank_movement set match_id = null, version = version + 1 where match_id = @matchId";

    private const string Delete = "delete from bank_match where match_id = @matchId";

    /// <summary>Keeps the match and marks its lines and movements; fails where one of them is matched already.</summary>
    /// <param name="requestId">Of the two people who matched by hand.</param>
    public static async Task AddAsync(UnitOfWork unit, BankMatch match, LocalDate businessDate, Guid? requestId = null)
    {
        var matchId = Guid.CreateVersion7();
        await unit.ExecuteAsync(Insert, new
        {
            matchId,
            matchedBy = NameOf(match.By),
            credit = match.Lines[0].IsCredit,
            amount = match.Lines.Select(line => line.Amount).Sum(),
            lines = match.Lines.Count,
            movements = match.Movements.Count,
            businessDate,
            at = unit.Now,
            requestId,
        });
        await StatementLineStore.SetMatchAsync(unit, matchId, [.. match.Lines.Select(line => line.LineId)]);
        await BankMovementStore.SetMatchAsync(unit, matchId, [.. match.Movements.Select(movement => movement.EntryId)]);
    }

    public static async Task<IReadOnlyList<StatementLineRow>> LinesAsync(UnitOfWork unit, Guid matchId) =>
        [.. await unit.QueryAsync<StatementLineRow>(SelectLines, new { matchId })];

    public static async Task<IReadOnlyList<BankMovementRow>> MovementsAsync(UnitOfWork unit, Guid matchId) =>
        [.. await unit.QueryAsync<BankMovementRow>(SelectMovements, new { matchId })];

    public static Task<long> CountMovementsAsync(UnitOfWork unit, Guid matchId) => unit.QuerySingleAsync<long>(CountMovements, new { matchId });

    /// <summary>What was matched is not any more; its lines are compared again.</summary>
    public static async Task UndoAsync(UnitOfWork unit, Guid matchId, LocalDate today)
    {
        await unit.ExecuteAsync(CompareAgain, new { matchId });
        await StatementLineStore.FreeAsync(unit, matchId, today);
        await unit.ExecuteAsync(FreeMovements, new { matchId });
        RowVersion.Expect(await unit.ExecuteAsync(Delete, new { matchId }), $"match {matchId:D}");
    }

    private static string NameOf(MatchedBy by) => by switch
    {
        MatchedBy.EndToEndId => "end-to-end-id",
        MatchedBy.DepositId => "deposit-id",
        MatchedBy.Reference => "reference",
        MatchedBy.AmountAndDate => ByAmountAndDate,
        MatchedBy.Hand => "by-hand",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "Not a way of matching."),
    };
}
