using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Handlers;

/// <summary>What finance takes out of the pool's account besides a borrower's credit, which is limited by its loan (<see cref="Refunds"/>).</summary>
/// <param name="Code">As stored, and of the entry that books it.</param>
/// <param name="Held">What the bank holds of it; null for what is a funder's own.</param>
internal sealed record WithdrawalKind(string Code, Func<BankPosition, Rials>? Held, Func<EntryOrigin, WithdrawalRow, JournalEntry> Book)
{
    public static WithdrawalKind Remittance { get; } = new(EntryKinds.Remittance, null, (origin, row) => Postings.Remittance(origin, row.Owner, row.Amount));

    public static WithdrawalKind FeeSettlement { get; } = new(
        EntryKinds.FeeSettlement, bank => bank.FeesHeld, (origin, row) => Postings.FeeSettlement(origin, row.Amount));

    public static WithdrawalKind LateChargeSettlement { get; } = new(
        EntryKinds.LateChargeSettlement, bank => bank.LateChargesHeld, (origin, row) => Postings.LateChargeSettlement(origin, row.Amount));

    public static WithdrawalKind CharityPayment { get; } = new(
        EntryKinds.CharityPayment, bank => bank.CharityHeld, (origin, row) => Postings.CharityPayment(origin, row.Amount));

    public static IReadOnlyList<WithdrawalKind> All { get; } = [Remittance, FeeSettlement, LateChargeSettlement, CharityPayment];

    /// <summary>Under which <c>GET /checks</c> shows what was asked for.</summary>
    public string CheckName => $"funding.{Code}";

    /// <summary>What may be taken now.</summary>
    /// <param name="owner">Whose money it is.</param>
    public async Task<Rials> AvailableAsync(UnitOfWork unit, PoolUnit pool, string owner) => Held is null
        ? Rials.Max(Rials.Zero, pool.Limits.Of(owner).Remittable) // less than nothing where it has paid more, for the other's losses as well
        : Rials.Max(Rials.Zero, Held(BankPosition.Of(PositionReader.BooksOf(await unit.QueryAsync<BalanceRow>(BalanceStore.SelectTotals)))));

    /// <exception cref="InvalidOperationException">The row is damaged.</exception>
    public static WithdrawalKind Of(WithdrawalRow row) =>
        All.FirstOrDefault(kind => kind.Code == row.Kind) ?? throw new InvalidOperationException($"The withdrawal {row.WithdrawalId:D} is of no kind; verify names it.");
}
