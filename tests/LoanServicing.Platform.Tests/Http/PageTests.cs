using System.Globalization;
using System.Xml.Linq;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Http.Pages;
using Microsoft.AspNetCore.Http;

namespace LoanServicing.Platform.Tests.Http;

/// <summary>Pages: what is typed stays text, what is written is well-formed, and the caller chooses form and language.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("<b>bold</b>")]
    [InlineData("\"'><img src=x onerror=alert(1)>")]
    [InlineData("&lt; & &#60;")]
    [InlineData("{0} {braces}")]
    [InlineData("زهرا می‌رود")]
    [InlineData("]]> --> <!--")]
    public void AValue_IsTextInAnElementAndInAnAttribute(string value)
    {
        var element = XElement.Parse(Markup.Of($"<p title=\"{value}\">{value}</p>").ToString());

        Assert.Equal((value, value), (element.Value, element.Attribute("title")!.Value));
        Assert.Empty(element.Elements());
    }

    [Fact]
    public void AControlCharacter_IsShownAsAReplacement() =>
        Assert.Equal("a\uFFFDb\uFFFD", XElement.Parse(Markup.Of($"<p>{"a\u0000b\u001B"}</p>").ToString()).Value);

    [Fact]
    public void Markup_InMarkup_IsNotEscapedAgain_AndNumbersAreInvariant()
    {
        var (culture, persian) = (CultureInfo.CurrentCulture, CultureInfo.GetCultureInfo("fa-IR"));
        try
        {
            CultureInfo.CurrentCulture = persian;
            var rows = new[] { 1, -2 }.Select(number => Markup.Of($"<i>{number}</i>"));
            Assert.Equal("<p><i>1</i><i>-2</i></p>", Markup.Of($"<p>{rows}{Markup.Empty}{null}</p>").ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void APage_IsWellFormed_AndItsTitleIsText()
    {
        var page = XDocument.Parse(new HtmlPage("<title> & K-1", IsPersian: true, "p{margin:0}", Markup.Of($"<p>متن</p>")).ToString()).Root!;

        Assert.Equal(("fa", "rtl"), (page.Attribute("lang")!.Value, page.Attribute("dir")!.Value));
        Assert.Equal("<title> & K-1", page.Element("head")!.Element("title")!.Value);
        Assert.Equal("utf-8", page.Element("head")!.Element("meta")!.Attribute("charset")!.Value);
    }

    [Theory]
    [InlineData("text/html", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("text/csv, text/html;q=0.9", "text/csv")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/pdf", "application/json")]
    public void TheForm_IsTheOneThatTheCallerRanksHighest(string accept, string form)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Accept = accept;

        Assert.Equal(form, AcceptedTypes.Preferred(http, AcceptedTypes.Csv, AcceptedTypes.Html));
    }

    [Theory]
    [InlineData(null, false, false)]
    [InlineData("de", false, false)]
    [InlineData("en", false, true)]
    [InlineData("de, en-GB;q=0.5, fa;q=0.4", false, true)]
    [InlineData("fa-IR, en;q=0.9", true, false)]
    [InlineData("english", false, false)]
    public void TheLanguage_IsTheOneThatTheCallerRanksHighest(string? accept, bool persian, bool english)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.AcceptLanguage = accept;

        Assert.Equal((persian, english), (ApiResults.PrefersPersian(http), ApiResults.PrefersEnglish(http)));
    }
}
