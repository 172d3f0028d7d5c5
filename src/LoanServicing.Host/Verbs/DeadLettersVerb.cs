using System.CommandLine;
using LoanServicing.Host.DeadLetters;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Host.Verbs;

/// <summary><c>dead-letters</c>: what no retry will move, in the databases and on the broker alike, and the way back once its cause is mended.</summary>
internal static class DeadLettersVerb
{
    public static Command Create()
    {
        var command = new Command("dead-letters", "Lists, shows, replays and discards what no retry will move: parked deliveries and facts, and dead messages on the broker.");
        var list = Subcommand("list", "Lists them all; runs beside a serving process too. Exits 1 if there are any.");
        list.SetAction((arguments, cancel) => ListAsync(OptionsOf(arguments), Console.Out, cancel));
        var id = new Argument<string>("ID") { Description = "As the list prints it: SERVICE/NUMBER for a delivery, SERVICE/wNUMBER for a fact, SERVICE/qNUMBER for a message on the broker, bank/qNUMBER for one of the bank that was rejected." };
        var show = Subcommand("show", "Prints one whole, with the persons that it may name.");
        show.Add(id);
        show.SetAction((arguments, cancel) => ShowAsync(OptionsOf(arguments), arguments.GetRequiredValue(id), Console.Out, cancel));
        var replay = Subcommand("replay", "Puts one back, to be tried again. Stop the serving process first, unless it is a message on the broker.");
        replay.Add(id);
        replay.SetAction((arguments, cancel) => ReplayAsync(OptionsOf(arguments), arguments.GetRequiredValue(id), Console.Out, cancel));
        var reason = new Option<string>("--reason") { Description = "Why nobody needs it; kept in the audit trail.", Required = true };
        var discard = Subcommand("discard", "Ends one for good: nobody will ever handle it. Stop the serving process first.");
        discard.Add(id);
        discard.Add(reason);
        discard.SetAction((arguments, cancel) =>
            DiscardAsync(OptionsOf(arguments), arguments.GetRequiredValue(id), arguments.GetRequiredValue(reason), Console.Out, cancel));
        foreach (var subcommand in (Command[])[list, show, replay, discard])
        {
            command.Add(subcommand);
        }

        return command;
    }

    /// <summary>Prints what is parked or stuck in any service's database, and what lies dead on the broker; nothing is changed.</summary>
    public static async Task<int> ListAsync(PlatformOptions options, TextWriter output, CancellationToken cancel)
    {
        var found = 0;
        await foreach (var letter in AllAsync(options, cancel))
        {
            found++;
            await output.WriteLineAsync($"{letter.Id}: {letter.What}");
        }

        await output.WriteLineAsync(found == 0 ? "Nothing is parked." : $"{found} need a person.");
        if (options.Broker is null)
        {
            await output.WriteLineAsync("No broker was looked at, for Transport:Kind is InMemory; give the settings that the processes have, if theirs is another.");
        }

        return found == 0 ? ExitCodes.Success : ExitCodes.Found;
    }

    public static async Task<int> ShowAsync(PlatformOptions options, string id, TextWriter output, CancellationToken cancel)
    {
        var wanted = DeadLetterId.Parse(id);
        await foreach (var letter in AllAsync(options, cancel))
        {
            if (letter.Id == wanted)
            {
                await output.WriteLineAsync($"{letter.Id}: {letter.What}");
                await output.WriteLineAsync(letter.Body);
                return ExitCodes.Success;
            }
        }

        return await NoSuchAsync(wanted, output);
    }

    /// <summary>Puts one back. A row's service must be stopped: its database is taken.</summary>
    /// <exception cref="StartupException">The database is missing or in use, the broker is away, or the id is not one.</exception>
    public static async Task<int> ReplayAsync(PlatformOptions options, string id, TextWriter output, CancellationToken cancel)
    {
        var wanted = DeadLetterId.Parse(id);
        bool replayed;
        if (wanted.Place == DeadLetterPlace.Queue)
        {
            replayed = options.Broker is { } broker && await DeadQueues.ReplayAsync(broker, wanted, cancel);
        }
        else
        {
            var database = await ParkedRows.OpenAsync(options.Database, wanted);
            using var opened = database as IDisposable;
            replayed = await ParkedRows.ReplayAsync(database, wanted);
        }

        var when = wanted.Place == DeadLetterPlace.Queue ? "is back in its queue" : options.Database.IsSqlServer ? "is tried again soon, or at the next start" : "is tried again at the next start";
        return replayed ? await DoneAsync($"{wanted} {when}.", output) : await NoSuchAsync(wanted, output);
    }

    /// <summary>Ends one for good; who did it and why is in the audit trail.</summary>
    /// <exception cref="StartupException">The database is missing or in use, the broker is away, the id is not one, or the reason is empty.</exception>
    public static async Task<int> DiscardAsync(PlatformOptions options, string id, string reason, TextWriter output, CancellationToken cancel)
    {
        var wanted = DeadLetterId.Parse(id);
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new StartupException("--reason is empty; say why nobody needs the message.");
        }

        var database = await ParkedRows.OpenAsync(options.Database, wanted);
        using var opened = database as IDisposable;
        var discarded = wanted.Place == DeadLetterPlace.Queue
            ? options.Broker is { } broker && await DeadQueues.DiscardAsync(broker, wanted, reason.Trim(), database, cancel)
            : await ParkedRows.DiscardAsync(database, wanted, reason.Trim());
        return discarded ? await DoneAsync($"{wanted} is discarded; the audit trail of {OutsideParties.ServiceOf(wanted.Service).Name} says who did it and why.", output) : await NoSuchAsync(wanted, output);
    }

    private static async IAsyncEnumerable<DeadLetter> AllAsync(
        PlatformOptions options, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await ProgrammeVerification.RequireCurrentAsync(options.Database, cancel);
        foreach (var service in HostBuilding.Services.Select(module => module.Name))
        {
            foreach (var letter in await ParkedRows.ListAsync(options.Database, service, cancel))
            {
                yield return letter;
            }

            if (options.Broker is { } broker)
            {
                await foreach (var letter in DeadQueues.ListAsync(broker, service, cancel))
                {
                    yield return letter;
                }
            }
        }

        foreach (var party in options.Broker is null ? [] : OutsideParties.Names)
        {
            await foreach (var letter in DeadQueues.ListAsync(options.Broker!, party, cancel))
            {
                yield return letter;
            }
        }
    }

    private static Command Subcommand(string name, string description) => new(name, description) { TreatUnmatchedTokensAsErrors = false };

    private static async Task<int> DoneAsync(string sentence, TextWriter output)
    {
        await output.WriteLineAsync(sentence);
        return ExitCodes.Success;
    }

    private static async Task<int> NoSuchAsync(DeadLetterId id, TextWriter output)
    {
        await output.WriteLineAsync($"Nothing that is parked has the id {id}.");
        return ExitCodes.Found;
    }

    private static PlatformOptions OptionsOf(ParseResult arguments) => PlatformOptions.Read(
        HostBuilding.CreateBuilder([.. arguments.UnmatchedTokens]).Configuration,
        [.. HostBuilding.Services.Select(module => module.Name)]);
}
