using System.Net;
using LoanServicing.Host.Simulation;
using LoanServicing.Host.Tests.Support;
using People = LoanServicing.Host.Tests.Support.People;

namespace LoanServicing.Host.Tests.Journeys;

/// <summary>Payment orders in Paya's own dialect, read and answered by the simulated bank.</summary>
public sealed class PayaFileTests
{
    [Fact]
    public async Task OrdersInACctiFile_ArePaidOrRefused_AndTheirRailAndFileAreShown()
    {
        await using var programme = await RunningProgramme.StartWithCashAsync(
            settings: new() { ["Bank:PaymentFiles:paya"] = "ccti", ["Bank:RailPreference"] = "paya" });
        var (paid, refused) = (People.Application(400_000_000), People.Application(400_000_000));
        var refusedIban = (string)refused["iban"]!;
        using var stopping = new CancellationTokenSource();
        var bank = new SimulatedBank(Path.Combine(programme.Application.Folder, "bank"), iban => iban == refusedIban).RunAsync(stopping.Token);

        foreach (var (application, ending) in new[] { (paid, "Active"), (refused, "DisbursementFailed") })
        {
            var journey = await LoanJourney.ReservedAsync(programme, application);
            await journey.SignAsync();
            await journey.UntilAsync(ending);
        }

        var orders = (await programme.Officer.ReadAsync("payment-orders")).Expect(HttpStatusCode.OK)["items"].AsArray();
        Assert.Equal(["paid", "refused"], orders.Select(order => (string)order!["status"]!));
        Assert.All(orders, order => Assert.Equal("paya", (string)order!["rail"]!));
        Assert.Equal(
            orders.Select(order => $"{order!["paymentFile"]}.ccti"),
            Directory.GetFiles(Path.Combine(programme.Application.Folder, "bank", "taken")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await programme.VerifyAsync();
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bank);
    }
}
