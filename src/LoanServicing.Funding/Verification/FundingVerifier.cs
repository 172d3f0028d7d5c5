using System.Data.Common;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Funding.Verification;

/// <summary>Recomputes the funding service's books from the journal and the stored steps, on a connection that cannot write.</summary>
internal static class FundingVerifier
{
    public static Task<IReadOnlyList<RuleFinding>> VerifyAsync(DbConnection connection)
    {
        // Read once, by the first look that needs it; where it cannot be read, none of these looks can be made.
        var journal = new Lazy<Task<JournalReplay>>(() => JournalReplay.ReadAsync(connection));
        var reservations = new Lazy<Task<ReservationSums>>(() => ReservationSums.ReadAsync(connection));
        return Look.MakeAsync(
        [
            new Look("R2 R11", "journal_entry, journal_line and balance", async () => await JournalRules.CheckAsync(connection, await journal.Value)),
            new Look("R2", "ledger_entry", () => LedgerRules.CheckAsync(connection)),
            new Look("R2", "journal_entry and break_resolution", () => CorrectionRules.CheckAsync(connection)),
            new Look("R2 R11", "accounting_period and period_balance", async () => await PeriodRules.CheckAsync(connection, await journal.Value)),
            new Look("R3", "pool and pool_movement", () => PoolRules.CheckAsync(connection)),
            new Look("R3", "reservation and pool_movement", () => AllocationRules.CheckAsync(connection)),
            new Look("R5", "tranche, funder and reallocation", async () => await LimitRules.CheckAsync(connection, await reservations.Value)),
            new Look("R10", "reservation_transition", () => TransitionRules.CheckAsync(connection)),
            new Look("R6", "funded_loan and the journal", async () => await LoanRules.CheckAsync(connection, await journal.Value)),
            new Look("R4", "planned_collection and funded_loan", () => PlanRules.CheckAsync(connection)),
            new Look("R9", "funder, tranche, contribution and the journal", async () => await BookRules.CheckAsync(connection, await journal.Value, await reservations.Value)),
            new Look("R9", "withdrawal", () => WithdrawalRules.CheckAsync(connection)),
            new Look("R7", "statement_line, statement, bank_match, bank_movement and statement_break", () => StatementRules.CheckAsync(connection)),
            new Look("R7", "statement_file, statement, statement_break and loan_deposit_id", () => StatementFileRules.CheckAsync(connection)),
            new Look("R11", "contribution, withdrawal, reallocation and break_resolution", () => TwoPeopleRules.CheckAsync(connection)),
            .. FigureRules.Looks(connection),
        ]);
    }
}
