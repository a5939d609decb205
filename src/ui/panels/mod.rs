//! The panels around the article.
