using LoanServicing.Platform.Data;

namespace LoanServicing.Disbursement.Inbox;

/// <summary>One pass over what the bank has told: answers whose value date has come, then the files in the inbox.</summary>
internal sealed class InboxPass(BankInbox inbox, InboxWatch watch)
{
    /// <exception cref="AggregateException">Some files could not be taken in; the others were.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; what had not been taken in stays in the inbox.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        await inbox.TakeUpDueAsync(stopping);
        var failures = new List<Exception>();
        foreach (var file in watch.Look())
        {
            stopping.ThrowIfCancellationRequested();
            await TakeInAsync(file, failures, stopping);
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    // One file that cannot be taken in does not hold up the others; a database that cannot be written holds up all.
    private async Task TakeInAsync(SettledFile settled, List<Exception> failures, CancellationToken stopping)
    {
        try
        {
            await inbox.TakeInAsync(settled.File, settled.IsQuiet, stopping);
        }
        catch (Exception cause) when (cause is not (DatabaseUnavailableException or OperationCanceledException))
        {
            failures.Add(new InvalidOperationException($"The bank's file {settled.File.Name} could not be taken in: {cause.Message}", cause));
        }
    }
}
