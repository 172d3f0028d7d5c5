using System.Data.Common;
using System.Security.Cryptography;
using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Disbursement.Store;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Time;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace LoanServicing.Disbursement.Inbox;

/// <summary>
/// Takes in the bank's files. A file is known by its kind and the message id in it: seen before with the same content it changes nothing, with another
/// content it is rejected. Its entries are applied in order, some to a unit of work; the count of applied ones is kept in the same unit,
/// so that after a kill the next reading goes on where the last one ended.
/// </summary>
internal sealed class BankInbox(IDatabase database, BankFolder folder, BankSettings settings, IClock clock, ILogger<BankInbox> log)
{
    /// <summary>Entries applied in one unit of work: enough to share its cost, few enough not to hold up other writers.</summary>
    private const int EntriesPerUnit = 100;

    /// <summary>Reads one file, applies it and takes it out of the inbox.</summary>
    /// <param name="isQuiet">False while it may still be being written: then one that is no complete document is left where it is.</param>
    public async Task TakeInAsync(FileInfo file, bool isQuiet, CancellationToken cancel)
    {
        var refused = await ApplyAsync(file, cancel);
        if (refused is { Code: BankFileReader.NotXml } && !isQuiet)
        {
            return;
        }

        if (refused is { } refusal)
        {
            log.LogWarning("The bank's file {File} is rejected: {Code}: {Reason}", file.Name, refusal.Code, refusal.Reason);
            folder.MoveToRejected(file, $"{refusal.Code}: {refusal.Reason}");
        }
        else
        {
            folder.MoveToDone(file);
        }
    }

    /// <summary>Decides the answers again that waited for the business date that has been reached by now.</summary>
    public async Task TakeUpDueAsync(CancellationToken cancel)
    {
        if (!await database.ReadAsync(HasDueAsync, cancel))
        {
            return;
        }

        while (await database.WriteAsync(
            async unit => await DecideAgain.NextDueAsync(unit, await BusinessDates.CurrentAsync(unit)), cancel))
        {
            cancel.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> HasDueAsync(DbConnection connection) =>
        await BankAnswerStore.HasDueAsync(connection, await BusinessDates.CurrentAsync(connection, clock));

    /// <summary>Applies a file and leaves it where it is.</summary>
    /// <returns>Why it cannot be used; null when all of it has been applied, now or before.</returns>
    internal async Task<BankFileRefusal?> ApplyAsync(FileInfo file, CancellationToken cancel)
    {
        file.Refresh();
        if (file.LinkTarget is not null)
        {
            return new BankFileRefusal("file.is-a-link", "The file is a link, which is not followed; put the file itself into the inbox.");
        }

        if (file.Length > settings.LargestInboxFile)
        {
            return new BankFileRefusal(
                "file.too-large",
                $"The file has {file.Length} bytes and at most {settings.LargestInboxFile} are read; ask the bank for smaller files, or raise Bank:LargestInboxFile.");
        }

        var content = await File.ReadAllBytesAsync(file.FullName, cancel);
        var reading = BankFileReader.Read(content);
        if (reading.File is not { } bankFile)
        {
            return reading.Refusal;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (await RegisterAsync(bankFile, hash, cancel) is { } reused)
        {
            return reused;
        }

        while (await ApplyNextAsync(bankFile, EntriesPerUnit, cancel))
        {
            cancel.ThrowIfCancellationRequested();
        }

        return null;
    }

    internal Task<BankFileRefusal?> RegisterAsync(BankFile file, string hash, CancellationToken cancel) => database.WriteAsync(
        async unit =>
        {
            if (await BankFileStore.FindAsync(unit, file.Kind, file.MessageId) is { } known)
            {
                return known.ContentHash == hash
                    ? null
                    : new BankFileRefusal(
                        "file.message-id-reused",
                        $"Another file with the message id {file.MessageId} was read before; ask the bank to send this one under an id of its own.");
            }

            if (IsAboutPaymentFile(file, out var paymentFile) && await PaymentFileStore.FindAsync(unit, paymentFile) is null)
            {
                return new BankFileRefusal(
                    "file.original-unknown", $"It answers the payment file '{paymentFile}', which is none of ours; ask the bank whom it is meant for.");
            }

            var row = new BankFileRow { MessageId = file.MessageId, Kind = file.Kind, ContentHash = hash, Entries = file.Entries.Count };
            await BankFileStore.InsertAsync(unit, row);
            return (BankFileRefusal?)null;
        },
        cancel);

    // A report that names no payment file is told apart by the orders it names, unless it refuses a file as a whole.
    private static bool IsAboutPaymentFile(BankFile file, out string paymentFile)
    {
        paymentFile = file.PaymentFile ?? string.Empty;
        return file.PaymentFile is not null || file.Entries.Any(entry => entry.WholeFile is not null);
    }

    /// <summary>Applies the next entries that have not been applied.</summary>
    /// <returns>False when there were none.</returns>
    internal Task<bool> ApplyNextAsync(BankFile file, int most, CancellationToken cancel) => database.WriteAsync(
        async unit =>
        {
            var row = await BankFileStore.FindAsync(unit, file.Kind, file.MessageId)
                ?? throw new InvalidOperationException($"The bank's file {file.MessageId} was never registered.");
            var next = file.Entries.Skip(row.Applied).Take(most).ToList();
            if (next.Count == 0)
            {
                return false;
            }

            var businessDate = await BusinessDates.CurrentAsync(unit);
            foreach (var entry in next)
            {
                await ApplyAnswer.HandleAsync(unit, file, entry, businessDate);
            }

            await BankFileStore.AppliedAsync(unit, row, row.Applied + next.Count);
            return true;
        },
        cancel);
}
