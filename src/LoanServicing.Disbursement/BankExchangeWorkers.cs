using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Outbox;
using LoanServicing.Platform.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LoanServicing.Disbursement;

/// <summary>Gives waiting orders to the bank, a few times a second.</summary>
internal sealed class PaymentFileWorker(PaymentFileWriter writer, ILogger<PaymentFileWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.RunAsync("Giving payment orders to the bank", BankExchange.Pause, WriteAsync, log, stoppingToken);

    private async Task WriteAsync(CancellationToken cancel)
    {
        var files = await writer.RunAsync(cancel);
        if (files > 0)
        {
            log.LogInformation("{Files} payment files were given to the bank", files);
        }
    }
}

/// <summary>Takes in what the bank has told, a few times a second.</summary>
internal sealed class BankInboxWorker(InboxPass pass, ILogger<BankInboxWorker> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicWork.RunAsync("Taking in the bank's answers", BankExchange.Pause, pass.RunAsync, log, stoppingToken);
}

internal static class BankExchange
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
}
