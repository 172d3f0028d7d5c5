using System.Text.Json;

namespace LoanServicing.Platform.Http;

/// <summary>
/// The fields that a request may have: the public properties of the type that describes it in the OpenAPI document, so that what is documented
/// and what is accepted cannot differ. A misspelt field is refused; left unread, it would silently mean something else.
/// </summary>
internal sealed class RequestFields(Type request)
{
    /// <summary>As JSON spells them, in the order of the type.</summary>
    public IReadOnlyList<string> Names { get; } =
        [.. request.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    public static RequestFields Of<TRequest>()
        where TRequest : notnull =>
        new(typeof(TRequest));

    /// <summary>The fields of an item of a list field; null when the field is no list of objects.</summary>
    public RequestFields? OfItem(string field) =>
        request.GetProperties().FirstOrDefault(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == field)?.PropertyType
            is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? new RequestFields(list.GetGenericArguments()[0])
            : null;
}

/// <summary>A request without any field: its body is absent or <c>{}</c>.</summary>
internal sealed record NoFields;
