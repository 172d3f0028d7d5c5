using LoanServicing.Contracts;
using LoanServicing.Domain;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace LoanServicing.Platform.Tests;

public sealed record NoteRequest(string Text, long AmountRials);

public sealed record NoteAnswer(Guid NoteId, string Text, long AmountRials);

/// <summary>Two tiny services: alpha takes notes and tells them, beta hears them.</summary>
internal static class TestModules
{
    public const string Alpha = "alpha";
    public const string Beta = "beta";

    /// <summary>A note of this text is refused after it has been written.</summary>
    public const string Refused = "refuse this";

    /// <summary>A note of this text breaks its handler.</summary>
    public const string Broken = "break on this";

    private const string InsertNote = "insert into note (id, text, amount, fact_sequence) values (@id, @text, @amount, 1)";

    public static ServiceModule AlphaModule(Action<IEndpointRouteBuilder>? more = null, LocalDate? notBefore = null) => new(Alpha, typeof(TestModules).Assembly)
    {
        MapEndpoints = api =>
        {
            api.MapCommand<NoteRequest>("/notes", Alpha, KeyPolicy.Optional, TakeNoteAsync).Allow(Roles.Officer);
            api.MapCommand<NoteRequest>("/paid-notes", Alpha, KeyPolicy.Required, TakeNoteAsync).Allow(Roles.Officer);
            more?.Invoke(api);
        },
        BusinessDateNotBefore = _ => Task.FromResult(notBefore),
    };

    public static ServiceModule BetaModule(FactHandler<ApplicationClosed>? handler = null, Action<HandlerMap>? more = null) =>
        new(Beta, typeof(TestModules).Assembly)
        {
            MapHandlers = (map, _) =>
            {
                map.On(handler ?? HearAsync);
                more?.Invoke(map);
            },
        };

    /// <summary>A fact with nothing in it but its order: of <paramref name="key"/>, the <paramref name="sequence"/>th.</summary>
    public static ApplicationClosed Told(UnitOfWork unit, Guid key, long sequence, string what) =>
        new(unit.Header(Streams.Application, key, sequence, new LocalDate(2026, 7, 27)), key, "health", what);

    /// <summary>Whether a message on the broker is such a fact.</summary>
    public static bool IsTold(ReadOnlyMemory<byte> message) => System.Text.Encoding.UTF8.GetString(message.Span).Contains(nameof(ApplicationClosed), StringComparison.Ordinal);

    /// <summary>Beta's usual handler: keeps what it heard.</summary>
    public static Task HearAsync(ApplicationClosed fact, UnitOfWork unit) => unit.ExecuteAsync(
        "insert into heard (message_id, [key], sequence, what) values (@MessageId, @Key, @Sequence, @what)",
        new { fact.Header.MessageId, fact.Header.Key, fact.Header.Sequence, what = fact.ClosedAs });

    private static async Task<Answer> TakeNoteAsync(CommandContext context)
    {
        var text = context.Body.RequiredText("text", 500);
        var amount = context.Body.RequiredRials("amountRials");
        if (context.Body.Problem is { } problem)
        {
            return problem;
        }

        var id = Guid.CreateVersion7();
        await context.Unit.ExecuteAsync(InsertNote, new { id, text, amount });
        context.Unit.Publish(Told(context.Unit, id, 1, text));
        if (text == Refused)
        {
            return ApiProblem.WrongState("note.refused", "Refused", new Bilingual("No.", "نه."));
        }

        if (text == Broken)
        {
            throw new InvalidDataException("a bug in the handler");
        }

        return Answer.Created(new NoteAnswer(id, text, amount.Value), $"/api/v1/notes/{id:D}");
    }
}

/// <summary>What beta has heard, in order.</summary>
internal sealed record Heard
{
    public const string All = "select id, message_id, [key], sequence, what from heard order by id";

    public long Id { get; init; }

    public Guid MessageId { get; init; }

    public Guid Key { get; init; }

    public long Sequence { get; init; }

    public string What { get; init; } = "";
}
