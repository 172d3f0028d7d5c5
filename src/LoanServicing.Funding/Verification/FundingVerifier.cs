using System.Data.Common;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>Recomputes the funding service's books from the journal and the stored steps, on a connection that cannot write.</summary>
internal static class FundingVerifier
{
    public static async Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        var journal = await JournalReplay.ReadAsync(connection);
        var reservations = await ReservationSums.ReadAsync(connection);
        return
        [
            .. await JournalRules.CheckAsync(connection, journal),
            await LedgerRules.CheckAsync(connection),
            await CorrectionRules.CheckAsync(connection),
            .. await PeriodRules.CheckAsync(connection, journal),
            await PoolRules.CheckAsync(connection),
            await AllocationRules.CheckAsync(connection),
            .. await LimitRules.CheckAsync(connection, reservations),
            await TransitionRules.CheckAsync(connection),
            await LoanRules.CheckAsync(connection, journal),
            await PlanRules.CheckAsync(connection),
            .. await BookRules.CheckAsync(connection, journal, reservations),
            await WithdrawalRules.CheckAsync(connection),
            .. await StatementRules.CheckAsync(connection),
            .. await TwoPeopleRules.CheckAsync(connection),
            .. await FigureRules.CheckAsync(connection),
        ];
    }
}
