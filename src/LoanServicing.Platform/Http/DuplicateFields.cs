using System.Text.Json;
using LoanServicing.Domain;

namespace LoanServicing.Platform.Http;

/// <summary>Fields that an object of a body has more than once: which of the values was meant, nobody can tell.</summary>
internal static class DuplicateFields
{
    /// <summary>So many are named, and so many characters of a name are shown; a body is not answered by something far larger.</summary>
    private const int Most = 20;

    private const int LongestShown = 60;

    /// <summary>Each once, in the order of the body; names are compared as they are meant, whatever escapes they are written with.</summary>
    public static IReadOnlyList<FieldError> In(JsonElement body)
    {
        var found = new List<FieldError>();
        Look(body, "", found);
        return found;
    }

    private static void Look(JsonElement element, string path, List<FieldError> found)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var property in element.EnumerateObject())
            {
                var at = path.Length == 0 ? Shown(property.Name) : $"{path}.{Shown(property.Name)}";
                counts[property.Name] = counts.GetValueOrDefault(property.Name) + 1;
                if (counts[property.Name] == 2 && found.Count < Most)
                {
                    found.Add(Error(Shown(property.Name), at));
                }

                Look(property.Value, at, found);
            }
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in element.EnumerateArray().Index())
            {
                Look(item, $"{path}[{index}]", found);
            }
        }
    }

    private static string Shown(string name) => name.Length <= LongestShown ? name : name[..LongestShown] + "…";

    private static FieldError Error(string name, string at) => new(at, "field.duplicate", new Bilingual(
        $"The field {name} is there more than once, at $.{at}: send it once, with the value that is meant.",
        $"فیلد {name} بیش از یک بار در $.{at} آمده است: آن را یک بار و با مقدار درست بفرستید."));
}
