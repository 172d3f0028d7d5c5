using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using LoanServicing.Contracts.Outside;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;

namespace LoanServicing.Platform.Messaging.Outside;

/// <summary>
/// Reads a message of an outside party as strictly as its published JSON Schema says: no other field, none twice, no null, and each text as the
/// contract's <see cref="RegularExpressionAttribute"/> has it, which the schema is generated from too.
/// </summary>
internal static class OutsideReader
{
    /// <summary>Handles the message in this unit; a rejection undoes whatever was written.</summary>
    public static async Task<Rejection?> HandleAsync(OutsideQueue queue, JsonElement json, UnitOfWork unit, IServiceProvider services)
    {
        var body = new RequestBody(json, new RequestFields(queue.Message));
        CheckTexts(queue.Message, json, body);
        CheckChoice(queue.Message, body);
        var rejection = await queue.Handle(body, unit, services);
        if (body.Problem is { } malformed)
        {
            rejection = Rejection.Of(malformed); // with what the handler found when it read the fields
        }

        if (rejection is not null)
        {
            unit.Refuse();
        }

        return rejection;
    }

    private static void CheckTexts(Type message, JsonElement json, RequestBody body)
    {
        foreach (var property in message.GetProperties())
        {
            var field = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!json.TryGetProperty(field, out var value))
            {
                continue;
            }

            if (value.ValueKind == JsonValueKind.Null)
            {
                body.AddError(field, "field.null", "Leave the field out instead of sending null.", "به‌جای null این فیلد را نفرستید.");
            }
            else if (property.GetCustomAttribute<RegularExpressionAttribute>() is { } form && value.ValueKind == JsonValueKind.String && !Fits(form, value.GetString()!))
            {
                body.AddError(field, "text.malformed", $"The text must match {form.Pattern}.", "متن به شکل خواسته‌شده نیست.");
            }
        }
    }

    private static void CheckChoice(Type message, RequestBody body)
    {
        if (message.GetCustomAttribute<ExactlyOneOfAttribute>() is { } choice && choice.Fields.Count(body.Has) != 1)
        {
            var names = string.Join(", ", choice.Fields);
            body.AddError(choice.Fields[0], "field.exactly-one-of", $"Exactly one of these is expected: {names}.", $"دقیقاً یکی از این‌ها لازم است: {names}.");
        }
    }

    /// <summary>The attribute itself takes an empty text for an absent one.</summary>
    private static bool Fits(RegularExpressionAttribute form, string text) => text.Length > 0 && form.IsValid(text);
}
