using System.CommandLine;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging.RabbitMq;

namespace LoanServicing.Host.Verbs;

/// <summary><c>verify</c>: recomputes R1 to R11 from what is stored. Reads only; runs beside a serving process too.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var command = new Command("verify", "Recomputes every rule from what is stored; exits 1 if one is broken.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((arguments, cancel) => RunAsync([.. arguments.UnmatchedTokens], cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] configuration, CancellationToken cancel)
    {
        var builder = HostBuilding.CreateBuilder(configuration);
        var options = PlatformOptions.Read(builder.Configuration, [.. HostBuilding.Services.Select(module => module.Name)]);
        var remark = await QueuedFactsRemarkAsync(options.Broker, cancel); // before the look: what leaves the queues meanwhile may be missed by it
        var report = await ProgrammeVerification.RunAsync(options.Database, cancel);
        return report.Print(Console.Out, remark) ? ExitCodes.Success : ExitCodes.Found;
    }

    /// <summary>What a broken rule may come from that no database shows; null in memory, where the databases show all.</summary>
    private static async Task<string?> QueuedFactsRemarkAsync(BrokerSettings? broker, CancellationToken cancel)
    {
        if (broker is null)
        {
            return null;
        }

        try
        {
            var (ready, dead, consumers) = await QueuedFacts.CountAsync(broker, HostBuilding.Services.Select(module => module.Name), cancel);
            var inHand = consumers > 0 ? ", and processes that take from them, whose facts in hand are not counted" : "";
            return $"RabbitMQ, when the look began: {ready} facts in the services' queues, {dead} in their dead queues{inHand}. "
                + "What is missing above may be among them: verify again once they are taken, and look at dead-letters.";
        }
        catch (StartupException unknown)
        {
            return $"What is missing above may be in a queue of RabbitMQ, which could not be asked: {unknown.Message}";
        }
    }
}
