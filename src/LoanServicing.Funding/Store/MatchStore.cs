using LoanServicing.Domain.Money;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Funding.Store;

/// <summary>What was found to be the same money.</summary>
internal static class MatchStore
{
    private const string Insert =
        """
        insert into bank_match (match_id, matched_by, credit, amount, lines, movements, business_date, at, request_id)
        values (@matchId, @matchedBy, @credit, @amount, @lines, @movements, @businessDate, @at, @requestId)
        """;

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

    private static string NameOf(MatchedBy by) => by switch
    {
        MatchedBy.EndToEndId => "end-to-end-id",
        MatchedBy.DepositId => "deposit-id",
        MatchedBy.Reference => "reference",
        MatchedBy.AmountAndDate => "amount-and-date",
        MatchedBy.Hand => "by-hand",
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "Not a way of matching."),
    };
}
