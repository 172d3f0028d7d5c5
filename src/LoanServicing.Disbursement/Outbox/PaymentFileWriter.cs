using System.Security.Cryptography;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Disbursement.Store;
using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;

namespace LoanServicing.Disbursement.Outbox;

/// <summary>
/// Gives orders to the bank in three steps: assign to a file (a transaction), put the file into the folder (bytes and rename), note it as
/// written (a transaction). After a kill between any two, the next run finds the assigned file and puts the same bytes under the same
/// name and message id; an order, once assigned, never goes into another file.
/// </summary>
internal sealed class PaymentFileWriter(IDatabase database, BankFolder folder, BankSettings settings)
{
    /// <summary>Takes every waiting order to the bank's folder.</summary>
    /// <returns>How many files were put there.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        if (!await database.ReadAsync(PaymentFileStore.HasWorkAsync, cancel))
        {
            return 0;
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

    /// <summary>Step 1: the oldest waiting orders become a new file.</summary>
    /// <returns>False when none waits.</returns>
    internal Task<bool> AssignAsync(CancellationToken cancel) => database.WriteAsync(AssignAsync, cancel);

    internal Task<IReadOnlyList<PaymentFileRow>> AssignedAsync(CancellationToken cancel) =>
        database.WriteAsync(PaymentFileStore.AssignedAsync, cancel);

    /// <summary>Step 2: the file's bytes, made of stored rows alone, go into the folder.</summary>
    /// <returns>Their SHA-256.</returns>
    internal async Task<string> PutAsync(PaymentFileRow file, CancellationToken cancel)
    {
        var orders = await database.WriteAsync(unit => PaymentOrderStore.OfFileAsync(unit, file.FileId), cancel);
        var content = PaymentFileXml.Render(file.ToFile(orders));
        folder.Put($"{file.MessageId}.xml", content);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>Step 3: the file lies in the folder. Orders that the bank has answered in the meantime stay as they are.</summary>
    internal Task NoteWrittenAsync(Guid fileId, string contentHash, CancellationToken cancel) =>
        database.WriteAsync(unit => NoteWrittenAsync(unit, fileId, contentHash), cancel);

    private async Task<bool> AssignAsync(UnitOfWork unit)
    {
        var orders = await PaymentOrderStore.OldestOrderedAsync(unit, settings.TransfersPerFile);
        if (orders.Count == 0)
        {
            return false;
        }

        var businessDate = await BusinessDates.CurrentAsync(unit);
        var fileId = Guid.CreateVersion7();
        var file = new PaymentFileRow
        {
            FileId = fileId,
            MessageId = PaymentIds.MessageId(fileId),
            CreatedAt = unit.Now,
            ExecutionDate = businessDate,
            DebtorName = settings.Debtor.Name,
            DebtorIban = settings.Debtor.Iban,
            DebtorBic = settings.Debtor.Bic,
            Transfers = orders.Count,
            ControlSum = orders.Select(order => order.Amount).Sum(),
        };
        await PaymentFileStore.InsertAsync(unit, file);
        foreach (var (index, order) in orders.Index())
        {
            var placed = order with { FileId = fileId, FilePosition = index + 1 };
            await PaymentOrderStore.MoveAsync(unit, placed, PaymentOrderEvent.PutInFile, businessDate, file.MessageId);
        }

        unit.Record(new AuditEntry(
            DisbursementService.Name,
            "payment-file.assigned",
            "payment-file",
            file.MessageId,
            businessDate,
            new { file.Transfers, file.ControlSum, orders = orders.Select(order => order.OrderId) }));
        return true;
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
