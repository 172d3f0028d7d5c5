using System.Data.Common;
using System.Security.Cryptography;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using NodaTime;

namespace LoanServicing.Disbursement.Outbox;

/// <summary>
/// Gives orders to the bank in three steps: assign to a file (a transaction), put the file into the folder (bytes and rename), note it as
/// written (a transaction). After a kill between any two, the next run finds the assigned file and puts the same bytes under the same
/// name and message id; an order, once assigned, never goes into another file.
/// </summary>
internal sealed class PaymentFileWriter(IDatabase database, BankFolder folder, BankSettings settings, IClock clock)
{
    // What no rail took is looked at again once on each business date, and once by a program that has just started and may have been told other limits.
    private LocalDate? _lookedAtHeld;

    /// <summary>Takes every waiting order that a rail takes to the bank's folder.</summary>
    /// <returns>How many files were put there.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (businessDate, hasHeld, hasWork) = await database.ReadAsync(LookAsync, cancel);
        var takesUpHeld = hasHeld && businessDate != _lookedAtHeld;
        if (!takesUpHeld && !hasWork)
        {
            return 0;
        }

        if (takesUpHeld)
        {
            await TakeUpHeldAsync(cancel);
            _lookedAtHeld = businessDate;
        }

        while (await AssignAsync(cancel))
        {
            cancel.ThrowIfCancellationRequested();
        }

        var files = await AssignedAsync(cancel);
        foreach (var file in files)
        {
            var hash = await PutAsync(file, cancel);
            await NoteWrittenAsync(file.FileId, hash, cancel);
        }

        return files.Count;
    }

    private async Task TakeUpHeldAsync(CancellationToken cancel)
    {
        long? after = 0;
        while (after is { } last)
        {
            after = await database.WriteAsync(unit => AssignHeldAsync(unit, last), cancel);
        }
    }

    private async Task<(LocalDate BusinessDate, bool HasHeld, bool HasWork)> LookAsync(DbConnection connection) => (
        await BusinessDates.CurrentAsync(connection, clock),
        await PaymentOrderStore.HasHeldAsync(connection),
        await PaymentFileStore.HasWorkAsync(connection));

    /// <summary>Step 1: the oldest waiting orders become new files, one for each rail that takes some of them.</summary>
    /// <returns>False when none waits.</returns>
    internal Task<bool> AssignAsync(CancellationToken cancel) => database.WriteAsync(AssignAsync, cancel);

    internal Task<IReadOnlyList<PaymentFileRow>> AssignedAsync(CancellationToken cancel) =>
        database.WriteAsync(PaymentFileStore.AssignedAsync, cancel);

    /// <summary>Step 2: the file's bytes, made of stored rows alone, go into the folder.</summary>
    /// <returns>Their SHA-256.</returns>
    internal async Task<string> PutAsync(PaymentFileRow file, CancellationToken cancel)
    {
        var orders = await database.WriteAsync(unit => PaymentOrderStore.OfFileAsync(unit, file.FileId), cancel);
        var whole = file.ToFile(orders);
        var content = PaymentFileFormats.Render(whole);
        folder.Put(whole.FileName(), content);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Step 3: the file lies in the folder. Orders that the bank has answered in the meantime stay as they are.</summary>
    internal Task NoteWrittenAsync(Guid fileId, string contentHash, CancellationToken cancel) =>
        database.WriteAsync(unit => NoteWrittenAsync(unit, fileId, contentHash), cancel);

    private async Task<bool> AssignAsync(UnitOfWork unit)
    {
        await PaymentFileCounter.TakeTurnAsync(unit);
        var orders = await PaymentOrderStore.OldestOrderedAsync(unit, settings.TransfersPerFile);
        await new AssignOrders(unit, settings).RunAsync(orders);
        return orders.Count > 0;
    }

    /// <returns>The number of the last order that was looked at; null when there is none after it.</returns>
    private async Task<long?> AssignHeldAsync(UnitOfWork unit, long after)
    {
        await PaymentFileCounter.TakeTurnAsync(unit);
        var orders = await PaymentOrderStore.HeldAsync(unit, after, settings.TransfersPerFile);
        await new AssignOrders(unit, settings).RunAsync(orders);
        return orders.Count < settings.TransfersPerFile ? null : orders[^1].Number;
    }

    private static async Task NoteWrittenAsync(UnitOfWork unit, Guid fileId, string contentHash)
    {
        var file = await PaymentFileStore.GetAsync(unit, fileId);
        if (file.State != PaymentFileRow.Assigned)
        {
            return;
        }

        var businessDate = await BusinessDates.CurrentAsync(unit);
        await PaymentFileStore.WrittenAsync(unit, file, contentHash);
        foreach (var order in await PaymentOrderStore.OfFileAsync(unit, fileId))
        {
            if (PaymentOrderTable.Decide(order.StateNow, PaymentOrderEvent.FileWritten).Effect == PaymentOrderEffect.Apply)
            {
                await PaymentOrderStore.MoveAsync(unit, order, PaymentOrderEvent.FileWritten, businessDate, file.MessageId);
            }
        }

        unit.Record(new AuditEntry(
            DisbursementService.Name, "payment-file.written", "payment-file", file.MessageId, businessDate, new { contentHash }));
    }
}
