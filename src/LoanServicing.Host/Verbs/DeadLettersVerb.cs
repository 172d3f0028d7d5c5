using System.CommandLine;
using System.Globalization;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;

namespace LoanServicing.Host.Verbs;

/// <summary><c>dead-letters</c>: what no retry will move, and the way back once its cause is mended.</summary>
internal static class DeadLettersVerb
{
    /// <summary>Tells the id of a fact that waits in the receiving database from that of a delivery.</summary>
    private const char FactMark = 'w';

    public static Command Create()
    {
        var command = new Command(
            "dead-letters",
            "Lists and replays what no retry will move: deliveries and facts that are parked in the databases.");
        var list = new Command("list", "Lists parked deliveries and facts; runs beside a serving process too. Exits 1 if there are any.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        list.SetAction((arguments, cancel) => ListAsync(DatabasesOf(arguments), Console.Out, cancel));
        var id = new Argument<string>("ID") { Description = "As the list prints it: SERVICE/NUMBER for a delivery, SERVICE/wNUMBER for a fact." };
        var replay = new Command("replay", "Puts a parked delivery or fact back, to be tried again at the next start. Stop the serving process first.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        replay.Add(id);
        replay.SetAction((arguments, _) => ReplayAsync(DatabasesOf(arguments), arguments.GetRequiredValue(id), Console.Out));
        command.Add(list);
        command.Add(replay);
        return command;
    }

    /// <summary>Prints what is parked or stuck in any service's database, which is only read.</summary>
    public static async Task<int> ListAsync(DatabaseSettings databases, TextWriter output, CancellationToken cancel)
    {
        await ProgrammeVerification.RequireCurrentAsync(databases, cancel);
        var found = 0;
        foreach (var service in HostBuilding.Services.Select(module => module.Name))
        {
            foreach (var parked in await ProgrammeVerification.ReadAsync(databases, service, DeliveryStore.ParkedAsync, cancel))
            {
                found++;
                await output.WriteLineAsync(
                    $"{service}/{parked.Id}: {parked.Type} to {parked.Subscriber}, tried {parked.Attempts} times, {parked.Behind} waiting behind it: {parked.LastError}");
            }

            foreach (var stuck in await ProgrammeVerification.ReadAsync(databases, service, WaitingStore.StuckAsync, cancel))
            {
                found++;
                await output.WriteLineAsync(
                    $"{service}/{FactMark}{stuck.Id}: {stuck.Type} {stuck.MessageId:D}, tried {stuck.Attempts} times, {Fate(stuck)}: {stuck.LastError}");
            }
        }

        await output.WriteLineAsync(found == 0 ? "Nothing is parked." : $"{found} need a person.");
        return found == 0 ? ExitCodes.Success : ExitCodes.Found;
    }

    private static string Fate(StuckFact stuck) =>
        stuck.IsParked ? $"{stuck.Behind} waiting behind it" : $"and again when {stuck.WaitKey} comes";

    /// <summary>Takes the service's database for itself and puts one parked delivery or fact back.</summary>
    /// <exception cref="StartupException">The database is missing or, as a file, in use, or the id is not one.</exception>
    public static async Task<int> ReplayAsync(DatabaseSettings databases, string id, TextWriter output)
    {
        var parts = id.Split('/');
        var module = HostBuilding.Services.FirstOrDefault(module => module.Name == parts[0]);
        var isFact = parts is [_, [FactMark, ..]];
        if (module is null || parts.Length != 2
            || !long.TryParse(isFact ? parts[1][1..] : parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new StartupException($"'{id}' is not the id of anything parked; write it as 'dead-letters list' prints it, for instance intake/12 or intake/w12.");
        }

        var database = await Databases.OpenExistingAsync(databases, module.Schema, NodaTime.SystemClock.Instance);
        using var opened = database as IDisposable;
        var replayed = await database.WriteAsync(unit => isFact ? WaitingStore.ReplayAsync(unit, number) : DeliveryStore.ReplayAsync(unit, number));
        await output.WriteLineAsync(replayed ? $"{id} is tried again {(databases.IsSqlServer ? "soon, or at the next start" : "at the next start")}." : $"Nothing that is parked has the id {id}.");
        return replayed ? ExitCodes.Success : ExitCodes.Found;
    }

    private static DatabaseSettings DatabasesOf(ParseResult arguments) => PlatformOptions.Read(
        HostBuilding.CreateBuilder([.. arguments.UnmatchedTokens]).Configuration,
        [.. HostBuilding.Services.Select(module => module.Name)]).Database;
}
