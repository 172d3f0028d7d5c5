using LoanServicing.Domain;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Messaging.Outside;

namespace LoanServicing.Platform.Tests.Messaging;

/// <summary>A reason travels in headers and is printed on terminals: nothing of the message but plain field names is in it.</summary>
public sealed class RejectionTests
{
    [Theory]
    [InlineData("amountRials", "amountRials: No.")]
    [InlineData("lines[2].amountRials", "lines[2].amountRials: No.")]
    [InlineData("0499370899 رضا", "a field whose name is not a plain one: No.")]
    [InlineData("a\nfail: forged\u001b[31m", "a field whose name is not a plain one: No.")]
    [InlineData("", "a field whose name is not a plain one: No.")]
    public void Of_RepeatsPlainNamesOnly(string field, string said) =>
        Assert.Equal(new Rejection("field.unknown", said), Rejection.Of(ApiProblem.Malformed([new FieldError(field, "field.unknown", new Bilingual("No.", "نه."))])));
}
