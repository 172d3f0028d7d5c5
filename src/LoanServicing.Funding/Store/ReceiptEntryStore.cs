using LoanServicing.Contracts;
using LoanServicing.Platform.Data;

namespace LoanServicing.Funding.Store;

/// <summary>The entry that booked a receipt, and the money in suspense that the receipt was made of, if any.</summary>
internal sealed record ReceiptEntryRow
{
    public Guid EntryId { get; init; }

    public Guid? SuspenseId { get; init; }
}

internal static class ReceiptEntryStore
{
    private const string Select =
        """
        select r.entry_id, r.suspense_id from journal_receipt r
        join journal_entry e on e.entry_id = r.entry_id and e.kind = 'repayment'
        where r.receipt_id = @ReceiptId
        """;

    // A receipt that was booked before the books kept its id.
    private const string SelectUnnamed =
        """
        select m.entry_id from bank_movement m
        where m.subject_id = @LoanId and m.amount = @Amount and m.reference = @BankReference and m.kind = 'repayment'
          and not exists (select 1 from journal_receipt r where r.entry_id = m.entry_id)
          and not exists (select 1 from journal_entry c where c.corrects = m.entry_id)
        order by m.entry_id
        """;

    private const string CountCorrections = "select count(*) from journal_entry where corrects = @entryId";

    /// <summary>The entry of the receipt; null where the books have none.</summary>
    public static async Task<ReceiptEntryRow?> FindAsync(UnitOfWork unit, ReceiptReversed fact) =>
        await unit.QuerySingleOrDefaultAsync<ReceiptEntryRow>(Select, new { fact.ReceiptId })
        ?? (await unit.QueryAsync<ReceiptEntryRow>(
            unit.First(SelectUnnamed, "@limit"), new { fact.LoanId, fact.Amount, fact.BankReference, limit = 1 })).SingleOrDefault();

    public static async Task<bool> IsCorrectedAsync(UnitOfWork unit, Guid entryId) => await unit.QuerySingleAsync<long>(CountCorrections, new { entryId }) > 0;
}
